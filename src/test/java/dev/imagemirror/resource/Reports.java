package dev.imagemirror.resource;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TagState;
import dev.imagemirror.sync.TargetTag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reports of runs that never were.
final class Reports {
    static final Instant STARTED = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant FINISHED = Instant.parse("2026-11-22T10:00:20.5Z");
    static final Repository TARGET = Repository.parse("to.example/app");

    private Reports() {}

    static SyncReport of(TagReport... tags) {
        return of(source(null, tags));
    }

    static SyncReport of(SourceReport... sources) {
        long written = Stream.of(sources)
                .flatMap(source -> source.tags().stream())
                .filter(TagReport::written)
                .count();
        return new SyncReport(List.of(sources), STARTED, FINISHED, written, 1_234, List.of());
    }

    static SourceReport source(@Nullable Failure error, TagReport... tags) {
        return new SourceReport(RepositorySpecification.parse("quay.io/app"), TARGET, error, List.of(tags), FINISHED);
    }

    static SyncReport failed(FailureKind kind, Side side) {
        return of(source(failure(kind, side)));
    }

    static Failure failure(FailureKind kind, Side side) {
        return Failure.of(kind, side, "quay.io/app", "list the tags", "the cause");
    }

    static TagReport present(String name) {
        return new TagReport(
                Tag.parse(name),
                new TargetTag(TARGET, Tag.parse(name)),
                TagState.PRESENT,
                digest(name),
                null,
                false,
                new Action.Keep(),
                null,
                STARTED,
                null,
                true);
    }

    static TagReport tag(String name, TagState state, Action action, @Nullable Failure failure) {
        @Nullable Digest other = state == TagState.CHANGED ? digest("other " + name) : null;
        @Nullable Instant since = state == TagState.TARGET_ONLY ? STARTED : null;
        return new TagReport(
                Tag.parse(name),
                new TargetTag(TARGET, Tag.parse(name)),
                state,
                state == TagState.NOT_FOUND ? null : digest(name),
                other,
                false,
                action,
                failure,
                null,
                since,
                false);
    }

    static TagReport absent(String name) {
        return tag(name, TagState.ABSENT, new Action.Copy(), null);
    }

    static TagReport broken(String name, FailureKind kind, Side side) {
        return tag(name, TagState.ABSENT, new Action.Copy(), failure(kind, side));
    }

    static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }
}
