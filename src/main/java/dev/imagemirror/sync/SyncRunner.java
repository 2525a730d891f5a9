package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Crew;
import dev.imagemirror.copy.Progress;
import dev.imagemirror.copy.WriteLease;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One run of one request: lists every repository, then takes each tag on its own, as many at once as the request
/// allows. A broken source does not stop the others, nor a broken tag the rest. Used once, by one thread; [#cancel]
/// and [#progress] may be called by any.
public final class SyncRunner {
    private static final SourceScan NOT_REACHED = new SourceScan.Failed(
            Failure.of(FailureKind.CANCELLED, Side.SOURCE, "", "list the tags", "the run was ended before"));

    /// Tags that are looked at, for each image that may be copied at the same time: to ask what a tag names takes no
    /// more than a round trip.
    private static final int QUESTIONS = 2;

    private final SyncRequest request;
    private final Connections connections;
    private final Workers workers;
    private final Crew crew;
    private final Clock clock;
    private final Progress progress = new Progress();

    /// @param executor gives the work its threads, a new one whenever none is idle: `request.concurrency()` are used at
    ///     once for images, and up to 36 for their parts
    /// @param lease asked before every change of a tag
    public SyncRunner(
            SyncRequest request, Connections connections, ExecutorService executor, WriteLease lease, Clock clock) {
        this.request = request;
        this.connections = connections;
        this.workers = new Workers(executor, lease);
        this.crew = new Crew(executor, request.concurrency());
        this.clock = clock;
    }

    public Progress progress() {
        return progress;
    }

    /// Ends the run: what moves is cut off, a tag write already sent is awaited, nothing new begins.
    public void cancel(Failure why) {
        workers.cancel(why);
    }

    public boolean isCancelled() {
        return workers.isCancelled();
    }

    /// Does the run. After [#cancel] it returns soon, with a report that says only how far it came.
    public SyncReport run() {
        return run(SyncListener.NONE);
    }

    /// Does the run, and tells of each tag when it is settled.
    public SyncReport run(SyncListener listener) {
        Instant startedAt = clock.instant();
        request.context().looks().expire(startedAt, request.recheck());
        List<SourceScan> scans = scan();
        Worklist work = new SyncPlanner(request).plan(scans);
        List<List<TagReport>> reports = new ArrayList<>();
        scans.forEach(scan -> reports.add(new ArrayList<>()));
        progress.expectTags(work.tags().size() + work.settled().size());
        TagResults results = (source, report) -> {
            progress.finishTag();
            reports.get(source).add(report);
            if (!mayGo(report)) {
                listener.settled(request.sources().get(source), report);
            }
        };
        work.settled().forEach(settled -> results.add(settled.source(), settled.report()));
        perform(work.tags(), scans, results);
        Prune.Result pruned = new Prune(request, connections, workers, progress, clock)
                .perform(scans, reports(scans, work, reports), listener);
        tell(pruned, listener);
        return report(pruned, startedAt);
    }

    /// Whether something may be done about it after everything else.
    private boolean mayGo(TagReport report) {
        return request.rules().prune().isOn() && report.state().isSurplus();
    }

    private void tell(Prune.Result pruned, SyncListener listener) {
        for (SourceReport source : pruned.sources()) {
            source.tags().stream().filter(this::mayGo).forEach(tag -> listener.settled(source.source(), tag));
        }
    }

    private List<SourceScan> scan() {
        List<SourceScan> scans =
                new ArrayList<>(Collections.nCopies(request.sources().size(), NOT_REACHED));
        TagLists lists = new TagLists();
        Iterator<ScanWork> works = IntStream.range(0, scans.size())
                .mapToObj(source -> new ScanWork(source, request, connections, lists))
                .iterator();
        workers.run(
                works, request.concurrency(), request.imageTimeout(), found -> scans.set(found.source(), found.scan()));
        return scans;
    }

    private void perform(List<TagPlan> plans, List<SourceScan> scans, TagResults results) {
        TagTasks tasks = new TagTasks(request, connections, scans, crew, progress, clock);
        Iterator<TagWork> works =
                plans.stream().map(plan -> new TagWork(plan, tasks)).iterator();
        workers.run(
                works,
                QUESTIONS * request.concurrency(),
                request.imageTimeout(),
                found -> found.report()
                        .ifPresentOrElse(report -> results.add(found.source(), report), progress::finishTag));
    }

    /// Where the results of a run go.
    private interface TagResults {
        void add(int source, TagReport report);
    }

    private List<SourceReport> reports(List<SourceScan> scans, Worklist work, List<List<TagReport>> reports) {
        Instant finishedAt = clock.instant();
        List<SourceReport> sources = new ArrayList<>();
        for (int source = 0; source < scans.size(); source++) {
            List<TagReport> tags = reports.get(source);
            tags.sort(Comparator.comparing(TagReport::name));
            @Nullable Failure error = error(scans.get(source), request.sources().get(source), tags);
            error = error == null ? work.errors().get(source) : error;
            sources.add(report(source, scans.get(source), error, tags, finishedAt));
        }
        return sources;
    }

    private SyncReport report(Prune.Result pruned, Instant startedAt) {
        long written = pruned.sources().stream()
                .flatMap(source -> source.tags().stream())
                .filter(TagReport::written)
                .count();
        return new SyncReport(
                pruned.sources(),
                startedAt,
                clock.instant(),
                pruned.deleted(),
                written,
                progress.snapshot().bytesDone(),
                progress.left(),
                connections.quotas());
    }

    private SourceReport report(
            int source, SourceScan scan, @Nullable Failure error, List<TagReport> tags, Instant finishedAt) {
        SyncSource from = request.sources().get(source);
        return scan instanceof SourceScan.Repeated(SourceReport previous)
                ? new SourceReport(from, error, previous.prune(), tags, previous.scannedAt())
                : new SourceReport(from, error, null, tags, finishedAt);
    }

    private static @Nullable Failure error(SourceScan scan, SyncSource source, List<TagReport> tags) {
        return switch (scan) {
            case SourceScan.Failed(Failure failure) -> failure;
            case SourceScan.Listed listed
            when isNothingSelected(source, listed, tags) ->
                SourceFault.nothingSelected(source, listed.sourceTags().size());
            case SourceScan.Listed listed -> null;
            case SourceScan.Named() -> null;
            case SourceScan.Repeated repeated -> null;
        };
    }

    private static boolean isNothingSelected(SyncSource source, SourceScan.Listed listed, List<TagReport> tags) {
        return source.selection().named().isEmpty()
                && listed.sourceTags().stream().noneMatch(source.selection()::couldChoose)
                && tags.stream().noneMatch(TagReport::isAtSource);
    }
}
