package dev.imagemirror.operator;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.resource.MirrorSpecification;
import dev.imagemirror.resource.SpecReading;
import dev.imagemirror.resource.StatusLists;
import dev.imagemirror.resource.StatusStep;
import dev.imagemirror.resource.TagRecords;
import dev.imagemirror.sync.DeleteMeans;
import dev.imagemirror.sync.Looks;
import dev.imagemirror.sync.ReferrerSearches;
import dev.imagemirror.sync.SyncMemory;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The live state of one ImageMirror while this operator leads: the run beside it, what was found, when it is due.
/// Each event and each timer leads to one [#advance], a short decision. These calls come one at a time; [#end] may come
/// from any thread.
final class Mirror {
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration WRITE_RETRY = Duration.ofSeconds(5);
    private static final Duration SECRET_INTERVAL = Duration.ofMinutes(1);

    private final Workplace place;
    private final Timetable timetable;
    private final ProgressPace pace;
    private final Announcer announcer;
    private final ReferrerSearches searches;
    private ImageMirrorStatus status;
    private SyncMemory records;
    private Looks looks = new Looks();
    private DeleteMeans means = new DeleteMeans();
    private long coveredGeneration;
    private volatile @Nullable MirrorRun run;
    private volatile @Nullable String ended;
    private @Nullable SyncReport report;
    private @Nullable SecretVersions secrets;
    private boolean unwritten;
    private boolean leftovers;

    /// Starts from what stands in the status: a run that was under way is begun again at once.
    Mirror(ImageMirror mirror, Workplace place) {
        this.place = place;
        this.status = mirror.getStatus() == null ? ImageMirrorStatus.empty() : mirror.getStatus();
        this.records = TagRecords.of(status, generation(mirror));
        Instant now = place.clock().instant();
        @Nullable Instant due = status.progress() == null ? status.nextSyncTime() : null;
        this.timetable = new Timetable(place.random(), due == null ? now : due);
        this.coveredGeneration = covered(status);
        this.leftovers = status.progress() != null || isUnready(status);
        this.pace = new ProgressPace();
        this.announcer = new Announcer(place.events(), status);
        this.searches = new ReferrerSearches(place.clock());
    }

    /// Looks at the specification and the run, and does what is next.
    ///
    /// @return when to look again at the latest; empty: when something happens
    Optional<Duration> advance(ImageMirror mirror) {
        settle(mirror);
        Optional<Duration> next = switch (SpecReading.of(mirror.getSpec())) {
            case SpecReading.Refused(Reason reason, String message) -> stall(mirror, reason, message);
            case SpecReading.Understood(MirrorSpecification specification) ->
                specification.suspend() ? suspend(mirror) : compete(mirror, specification);
        };
        return unwritten ? Optional.of(WRITE_RETRY) : next;
    }

    /// The object is gone, or another operator leads: a run that begins just now is ended too.
    void end(String why) {
        ended = why;
        cut(why);
    }

    private void cut(String why) {
        MirrorRun current = run;
        if (current != null) {
            current.cancel(why);
        }
    }

    private Optional<Duration> stall(ImageMirror mirror, Reason reason, String message) {
        cut("the specification was edited");
        boolean known = status.condition(ConditionType.Stalled).isPresent();
        write(mirror, step(mirror).stall(reason, message));
        if (!known) {
            announcer.refused(mirror, message);
        }
        return settling();
    }

    /// Of two mirrors that want one target tag the younger waits; it is woken when any of them changes.
    private Optional<Duration> compete(ImageMirror mirror, MirrorSpecification specification) {
        Optional<String> conflict = place.neighbourhood().conflict(mirror);
        return conflict.isPresent()
                ? stall(mirror, Reason.TargetConflict, conflict.get())
                : proceed(mirror, specification);
    }

    private Optional<Duration> suspend(ImageMirror mirror) {
        cut("the mirror was suspended");
        write(mirror, step(mirror).suspend());
        return settling();
    }

    private Optional<Duration> settling() {
        return run == null ? Optional.empty() : Optional.of(SETTLING);
    }

    private Optional<Duration> proceed(ImageMirror mirror, MirrorSpecification specification) {
        MirrorRun current = run;
        if (current != null) {
            return Optional.of(follow(mirror, specification, current));
        }
        Instant now = place.clock().instant();
        Timetable.Due due = timetable.due(now, isWanted(mirror, specification));
        if (due != Timetable.Due.NOTHING) {
            begin(mirror, specification, due == Timetable.Due.RETRY ? report : null);
            return Optional.of(pace.interval());
        }
        if (unwritten) {
            write(mirror, status);
        }
        Duration wait = Duration.between(now, timetable.next()).plusMillis(100);
        return Optional.of(secrets != null && wait.compareTo(SECRET_INTERVAL) > 0 ? SECRET_INTERVAL : wait);
    }

    /// A run is under way: shows its progress, or ends it when it does what nobody wants any more.
    private Duration follow(ImageMirror mirror, MirrorSpecification specification, MirrorRun current) {
        if (!current.purpose().work().equals(specification.work())) {
            current.cancel("the specification was edited");
            return SETTLING;
        }
        long generation = generation(mirror);
        if (current.generation() != generation) {
            current.cover(generation);
            timetable.adjust(specification.interval());
            write(mirror, step(mirror).begin(false, current.purpose().retry()));
        } else if (pace.isDue(place.clock().instant())) {
            showProgress(mirror, current);
        }
        return pace.interval();
    }

    private void showProgress(ImageMirror mirror, MirrorRun current) {
        ImageMirrorStatus shown = step(mirror).progress(current.progress());
        if (shown.progress() != null && !shown.equals(status)) {
            place.statuses().write(mirror, shown.progress());
            pace.written(place.clock().instant(), status);
            status = shown;
        }
    }

    private boolean isWanted(ImageMirror mirror, MirrorSpecification specification) {
        return coveredGeneration != generation(mirror)
                || isRequested(mirror)
                || (secrets != null
                        && !secrets.equals(
                                place.secrets(mirror, specification.work().access())));
    }

    private boolean isRequested(ImageMirror mirror) {
        return Requests.of(mirror).isOpen(status);
    }

    /// A routine run is no news: its beginning is not written, its progress only when it takes longer than a moment.
    ///
    /// @param retried the report whose failures alone are tried again; null for a full run
    private void begin(ImageMirror mirror, MirrorSpecification specification, @Nullable SyncReport retried) {
        Instant now = place.clock().instant();
        boolean retry = retried != null || timetable.isRetrying();
        SyncRequest request = request(mirror, specification);
        var purpose = new MirrorRun.Purpose(
                specification.work(), retried != null, Requests.of(mirror).requestedAt());
        timetable.begun(now, specification.interval(), retried != null);
        boolean covered = coveredGeneration == generation(mirror);
        if (!covered || retry) {
            write(mirror, step(mirror).begin(covered, retry));
        }
        run = place.start(mirror, purpose, retried == null ? request : request.retrying(retried));
        pace.begun(now);
        @Nullable String why = ended;
        if (why != null) {
            cut(why);
        }
    }

    /// Whoever asks for a run wants everything looked at, on both sides.
    private SyncRequest request(ImageMirror mirror, MirrorSpecification specification) {
        if (isRequested(mirror)) {
            looks = new Looks();
            means = new DeleteMeans();
            searches.forgetAll();
        } else {
            searches.forgetDue();
        }
        boolean covered = coveredGeneration == generation(mirror);
        return specification.request(new SyncRequest.Context(
                covered ? records : records.ofEarlierGeneration(),
                () -> place.neighbourhood().neighbours(mirror),
                looks,
                searches,
                leftovers,
                means,
                Requests.of(mirror).approved()));
    }

    /// Takes over what a run that has ended found out.
    private void settle(ImageMirror mirror) {
        MirrorRun ended = run;
        if (ended == null || !ended.isDone()) {
            return;
        }
        run = null;
        leftovers = ended.isUnfinished()
                || ended.report().stream()
                        .flatMap(SyncReport::failures)
                        .findAny()
                        .isPresent();
        if (ended.isUnfinished()) {
            ended.report().ifPresent(found -> {
                records = records.with(found);
                announcer.pruned(mirror, found);
            });
            Instant now = place.clock().instant();
            if (ended.isCancelled()) {
                timetable.hurry(now);
            } else {
                timetable.rest(now); // nobody ended it, so a fault did, or a Lease that is late
            }
            return;
        }
        ended.report().ifPresent(found -> publish(mirror, ended, found));
    }

    private void publish(ImageMirror mirror, MirrorRun ended, SyncReport found) {
        announcer.changed(mirror, found, records);
        announcer.pruned(mirror, found);
        timetable.ended(found, place.clock().instant());
        report = found;
        records = SyncMemory.of(found);
        coveredGeneration = ended.generation();
        boolean dryRun = ended.purpose().work().dryRun();
        StatusLists lists = StatusLists.of(found, ended.generation(), dryRun, place.statusBudget());
        var end = new StatusStep.End(
                found, lists, dryRun, timetable.next(), ended.purpose().requestedAt());
        write(mirror, new StatusStep(status, ended.generation(), place.clock()).end(end));
        announcer.ended(mirror, status, found);
        boolean forbidden = found.failures().anyMatch(failure -> failure.kind() == FailureKind.POLICY_DENIED);
        secrets = forbidden
                        || status.condition(ConditionType.AuthenticationFailed).isPresent()
                ? place.secrets(mirror, ended.purpose().work().access())
                : null;
    }

    private void write(ImageMirror mirror, ImageMirrorStatus next) {
        if (unwritten || !next.equals(status)) {
            status = next;
            unwritten = !place.statuses().write(mirror, next);
        }
    }

    private StatusStep step(ImageMirror mirror) {
        return new StatusStep(status, generation(mirror), place.clock());
    }

    private static long covered(ImageMirrorStatus status) {
        boolean judged = status.condition(ConditionType.Ready)
                .map(Condition::status)
                .filter(ready -> ready != ConditionStatus.Unknown)
                .isPresent();
        return judged && status.observedGeneration() != null ? status.observedGeneration() : -1;
    }

    private static boolean isUnready(ImageMirrorStatus status) {
        return status.condition(ConditionType.Ready)
                .map(Condition::status)
                .filter(ready -> ready != ConditionStatus.True)
                .isPresent();
    }

    private static long generation(ImageMirror mirror) {
        return mirror.getMetadata().getGeneration();
    }
}
