package dev.imagemirror.resource;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.Action;
import dev.imagemirror.sync.PathSeparator;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SourceReport;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagPlan;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TagState;
import dev.imagemirror.sync.TargetMapping;
import dev.imagemirror.sync.TargetTag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reports of runs that never were.
public final class Reports {
    public static final SyncSource SOURCE = SyncSource.of(
            RepositorySpecification.parse("quay.io/app"),
            TargetMapping.of(Registry.parse("to.example"), "/", PathSeparator.SLASH));

    static final Instant STARTED = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant FINISHED = Instant.parse("2026-11-22T10:00:20.5Z");
    static final Repository TARGET = Repository.parse("to.example/app");

    private Reports() {}

    public static SyncReport of(TagReport... tags) {
        return of(source(null, tags));
    }

    public static SyncReport of(SourceReport... sources) {
        long written = Stream.of(sources)
                .flatMap(source -> source.tags().stream())
                .filter(TagReport::written)
                .count();
        return new SyncReport(List.of(sources), STARTED, FINISHED, List.of(), written, 1_234, List.of(), List.of());
    }

    static SourceReport source(@Nullable Failure error, TagReport... tags) {
        return new SourceReport(SOURCE, error, null, List.of(tags), FINISHED);
    }

    /// A source whose tags are right, and that was not pruned.
    static SourceReport unpruned(FailureKind kind, String detail) {
        Failure failure = Failure.of(kind, Side.TARGET, "to.example/app", "delete tags", detail);
        return new SourceReport(SOURCE, null, failure, List.of(present("1")), FINISHED);
    }

    public static SyncReport failed(FailureKind kind, Side side) {
        return of(source(failure(kind, side)));
    }

    static Failure failure(FailureKind kind, Side side) {
        return Failure.of(kind, side, "quay.io/app", "list the tags", "the cause");
    }

    public static TagReport present(String name) {
        return present(name, digest(name), null);
    }

    /// @param atTarget null when it is the same
    static TagReport present(String name, Digest digest, @Nullable Digest atTarget) {
        return new TagReport(
                name,
                plan(name),
                TagState.PRESENT,
                digest,
                atTarget,
                new Action.Keep("it was written"),
                null,
                true,
                STARTED,
                null,
                new TagReport.Outcome(TagReport.Outcome.Change.WRITTEN, 0, Duration.ZERO));
    }

    static TagReport tag(String name, TagState state, Action action, @Nullable Failure failure) {
        @Nullable Digest other = state == TagState.CHANGED ? digest("other " + name) : null;
        @Nullable Instant since = state == TagState.TARGET_ONLY ? STARTED : null;
        return new TagReport(
                name,
                plan(name),
                state,
                state == TagState.NOT_FOUND ? null : digest(name),
                other,
                action,
                failure,
                false,
                null,
                since,
                TagReport.Outcome.NONE);
    }

    static TagReport absent(String name) {
        return tag(name, TagState.ABSENT, new Action.Copy(Tag.parse(name)), null);
    }

    public static TagReport broken(String name, FailureKind kind, Side side) {
        return tag(name, TagState.ABSENT, new Action.Copy(Tag.parse(name)), failure(kind, side));
    }

    static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }

    private static TagPlan plan(String name) {
        Tag tag = Tag.parse(name);
        return new TagPlan(
                0,
                tag,
                new TargetTag(TARGET, tag),
                TagPlan.Role.SELECTED,
                false,
                TagPlan.Listing.LISTED,
                new TagPlan.Named(null, null),
                Set.of());
    }
}
