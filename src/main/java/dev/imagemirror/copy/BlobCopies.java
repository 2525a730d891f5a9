package dev.imagemirror.copy;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.TargetContents.Kind;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Repository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Brings blobs of one source repository into one target repository, each once. What the target's registry has already
/// it takes over by itself: that is asked in the same request that would begin an upload. Safe for use by many threads.
final class BlobCopies {
    /// How often a large blob is begun anew because the target broke.
    private static final int MAX_RESTARTS = 3;

    private final ContentSource source;
    private final TargetContents contents;
    private final Crew crew;
    private final Progress progress;
    private final boolean foreignLayers;
    private final MountSource itself;
    /// The repository of that registry that is called as the source is there.
    private final MountSource namesake;

    /// @param foreignLayers whether layers that may not be handed on are copied like others
    BlobCopies(ContentSource source, TargetContents contents, Crew crew, Progress progress, boolean foreignLayers) {
        this.source = source;
        this.contents = contents;
        this.crew = crew;
        this.progress = progress;
        this.foreignLayers = foreignLayers;
        Repository target = contents.target().repository();
        this.itself = contents.mountSource(target);
        this.namesake = contents.mountSource(
                new Repository(target.registry(), source.repository().path()));
    }

    /// What of a manifest's content is copied; the rest is noted.
    List<Descriptor> wanted(List<Descriptor> content) {
        if (foreignLayers) {
            return content;
        }
        content.stream().filter(part -> part.mediaType().isForeignLayer()).forEach(progress::leave);
        return content.stream()
                .filter(part -> !part.mediaType().isForeignLayer())
                .toList();
    }

    /// Makes sure that the target has these blobs.
    ///
    /// @param lacking the target itself has just named them as missing
    void bring(Collection<Descriptor> blobs, boolean lacking, Attempt attempt) {
        contents.ensure(
                Kind.BLOB,
                blobs,
                flights -> crew.perform(
                        flights.stream()
                                .map(flight -> new Crew.Part(flight.content().size(), () -> {
                                    bringOne(flight.content(), lacking, attempt);
                                    flight.land();
                                }))
                                .toList(),
                        attempt));
    }

    /// Brings one blob that nobody else is bringing, on the calling thread.
    void bring(Descriptor blob, Attempt attempt) {
        bringOne(blob, false, attempt);
    }

    private void bringOne(Descriptor blob, boolean lacking, Attempt attempt) {
        if (!mount(blob, lacking)) {
            move(blob, attempt);
        }
    }

    /// One mount at most: one that fails has begun an upload, and further ones would begin more.
    private boolean mount(Descriptor blob, boolean lacking) {
        ContentTarget target = contents.target();
        Optional<Repository> sibling = contents.siblings().holder(blob.digest(), target.repository());
        if (sibling.isPresent()) {
            return target.mount(blob, sibling.get());
        }
        boolean mayBeThere = contents.prior() != Prior.NOTHING && !lacking;
        if (mayBeThere && contents.prior() == Prior.TAGS) {
            return target.mount(blob, target.repository());
        }
        if (mayBeThere && itself.isWorthTrying()) {
            return mount(blob, itself);
        }
        return namesake != itself && namesake.isWorthTrying() && mount(blob, namesake);
    }

    private boolean mount(Descriptor blob, MountSource from) {
        boolean mounted = contents.target().mount(blob, from.repository());
        from.learn(mounted);
        return mounted;
    }

    private void move(Descriptor blob, Attempt attempt) {
        for (int restarts = 0; ; restarts++) {
            try {
                moveOnce(blob, attempt);
                return;
            } catch (ContentException e) {
                if (restarts == MAX_RESTARTS || !isWorthRepeating(e, blob)) {
                    throw e;
                }
            }
            contents.target().rest(restarts);
        }
    }

    private void moveOnce(Descriptor descriptor, Attempt attempt) {
        try (Blob blob = source.open(descriptor)) {
            progress.expectBytes(descriptor.size());
            var metered = new MeteredStream(blob.stream(), attempt.transfer(), progress);
            try {
                contents.target().push(new Blob(descriptor, metered));
            } catch (ContentException e) {
                progress.moveBytes(-metered.count());
                progress.expectBytes(-descriptor.size());
                throw e;
            }
        }
    }

    /// A blob that the target could hold in memory was sent again from there.
    private static boolean isWorthRepeating(ContentException e, Descriptor blob) {
        Failure failure = e.failure();
        boolean broke = failure.kind() == FailureKind.UNREACHABLE || failure.kind() == FailureKind.TIMEOUT;
        return broke && failure.side() == Side.TARGET && blob.size() > Blob.SMALL;
    }
}
