package dev.imagemirror.registry;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The tag that lists referrers on hosts without the API (distribution specification, "Referrers Tag Schema"). Nothing
/// keeps two writers apart there but what this class does: a lock for each subject in this process, a condition on the
/// write where the host knows entity tags, and a look afterwards. Entries of others stay. Safe for use by many threads.
final class FallbackTag {
    private static final int MAX_WRITES = 5;
    private static final int PRECONDITION_FAILED = 412;
    private static final String READING = "read the referrers tag";
    private static final String WRITING = "write the referrers tag";

    private final Endpoint endpoint;

    FallbackTag(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// What the tag holds.
    ///
    /// @param foreign it names something that is no list of referrers: cosign uses the same name for other things
    /// @param entityTag null when the host sent none
    record Held(
            ReferrerList list,
            boolean absent,
            boolean foreign,
            @Nullable String entityTag) {
        static final Held NOTHING = new Held(ReferrerList.EMPTY, true, false, null);
    }

    Held read(Digest subject) {
        Request request = Manifests.request(Method.GET, endpoint.manifest(Tag.ofReferrers(subject)));
        try (Response response = endpoint.send(READING, request, Load.PULL)) {
            if (response.status() == 404) {
                response.discard();
                return Held.NOTHING;
            }
            if (response.status() != 200) {
                throw endpoint.refused(READING, Action.READ, response);
            }
            byte[] bytes = response.readAll(ContentSource.MAX_MANIFEST, "the list of referrers");
            return held(bytes, subject, response.headers().first("ETag").orElse(null));
        } catch (TransportException e) {
            throw endpoint.broken(READING, e);
        }
    }

    /// Enters a manifest that was written, if it refers to another one and the host did not say that it noticed.
    ///
    /// @param noticed the subject that the host confirmed, empty when it did not
    /// @throws dev.imagemirror.content.ContentException `CONFLICT` when the tag is used for something else,
    ///     `TARGET_MOVED` when others keep writing it
    void enter(Manifest manifest, String noticed) {
        manifest.subject()
                .filter(digest -> !digest.text().equals(noticed))
                .ifPresent(digest -> change(digest, list -> list.with(manifest.raw())));
    }

    /// Takes out a manifest that was deleted, where the tag lists it.
    void remove(RawManifest manifest) {
        subject(manifest)
                .filter(digest -> read(digest).list().has(manifest.digest()))
                .ifPresent(digest -> change(digest, list -> list.without(manifest.digest())));
    }

    private Optional<Digest> subject(RawManifest manifest) {
        try {
            return ReferrerList.subject(manifest);
        } catch (MalformedException e) {
            throw endpoint.failed(
                    FailureKind.UNSUPPORTED_MANIFEST, WRITING, "the subject of the manifest: " + e.getMessage());
        }
    }

    /// Changes the list until it is seen to be as it should: another writer may come between.
    private void change(Digest subject, UnaryOperator<ReferrerList> change) {
        Lock lock = endpoint.habits().lock(endpoint.repository(), subject);
        endpoint.lock(WRITING, lock);
        try {
            for (int i = 0; ; i++) {
                Held held = mine(subject);
                ReferrerList changed = change.apply(held.list());
                if (changed.count() == held.list().count()) {
                    return;
                }
                if (i == MAX_WRITES) {
                    throw endpoint.failed(
                            FailureKind.TARGET_MOVED,
                            WRITING,
                            "others write the tag %s all the time".formatted(Tag.ofReferrers(subject)));
                }
                if (!write(held, changed, subject)) {
                    endpoint.rest(WRITING, i);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Held mine(Digest subject) {
        Held held = read(subject);
        if (held.foreign()) {
            throw endpoint.failed(
                    FailureKind.CONFLICT,
                    WRITING,
                    "the tag %s names something that is no list of referrers".formatted(Tag.ofReferrers(subject)));
        }
        return held;
    }

    private static Held held(byte[] bytes, Digest subject, @Nullable String entityTag) {
        try {
            boolean itself = Digest.of(bytes).equals(subject);
            return itself
                    ? new Held(ReferrerList.EMPTY, false, true, entityTag)
                    : new Held(ReferrerList.parse(bytes), false, false, entityTag);
        } catch (MalformedException e) {
            return new Held(ReferrerList.EMPTY, false, true, entityTag);
        }
    }

    /// False when somebody else was faster.
    private boolean write(Held held, ReferrerList list, Digest subject) {
        byte[] bytes = list.bytes();
        if (bytes.length > ContentSource.MAX_MANIFEST) {
            throw endpoint.failed(FailureKind.LIMIT_EXCEEDED, WRITING, "the list of referrers is longer than 4 MiB");
        }
        Request request = conditional(
                Request.of(Method.PUT, endpoint.manifest(Tag.ofReferrers(subject)))
                        .with("Content-Type", MediaType.OCI_INDEX.text())
                        .carrying(new Body.Bytes(bytes)),
                held);
        try (Response response = endpoint.send(WRITING, request)) {
            if (response.status() == PRECONDITION_FAILED && (held.absent() || held.entityTag() != null)) {
                response.discard();
                return false;
            }
            if (!ManifestAnswer.isWritten(response)) {
                throw endpoint.refused(WRITING, Action.WRITE_TAG, response);
            }
            response.discard();
            return true;
        }
    }

    /// A host without entity tags takes no notice.
    private static Request conditional(Request request, Held held) {
        if (held.absent()) {
            return request.with("If-None-Match", "*");
        }
        return held.entityTag() == null ? request : request.with("If-Match", held.entityTag());
    }
}
