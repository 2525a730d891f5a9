package dev.imagemirror.operator;

import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.sync.Connections;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.SyncRunner;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The runs that are under way, a bounded number at once, first come first served. A run gets platform threads of its
/// own, as many as its mirror's `concurrency`: blocking transfers run best on them, and a mirror whose registry hangs
/// holds up nobody else's threads.
@Startup
@ApplicationScoped
public class Runs {
    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final int MAX_AT_ONCE = 256;
    private static final Duration STOP_TIME = Duration.ofSeconds(8);

    private final WriteLease lease;
    private final Clock clock;
    private final CopyMetrics metrics;
    private final ExecutorService turns;
    private final Set<MirrorRun> underWay = ConcurrentHashMap.newKeySet();

    Runs(Leadership leadership, Settings settings, Clock clock, CopyMetrics metrics) {
        this.lease = leadership;
        this.clock = clock;
        this.metrics = metrics;
        this.turns = Executors.newFixedThreadPool(
                Settings.checked("runs.at-once", settings.runs().atOnce(), 1, MAX_AT_ONCE),
                Thread.ofPlatform().name("run-", 0).daemon().factory());
    }

    /// Begins a run as soon as it is its turn.
    ///
    /// @param name names its threads, and its lines in the log
    /// @param whenDone called when it has ended, however it ended
    MirrorRun start(String name, Order order, Runnable whenDone) {
        SyncRequest request = order.request();
        ExecutorService workers = Executors.newCachedThreadPool(
                Thread.ofPlatform().name(name + "-", 0).daemon().factory());
        SyncRunner runner = new SyncRunner(request, order.connections(), workers, lease, clock);
        MirrorRun run = new MirrorRun(
                order.purpose(),
                order.generation(),
                runner,
                new RunLog(name),
                request.dryRun() ? SyncListener.NONE : metrics);
        underWay.add(run);
        turns.execute(() -> {
            try {
                run.perform();
            } finally {
                workers.shutdownNow();
                underWay.remove(run);
                whenDone.run();
            }
        });
        return run;
    }

    /// What to run.
    record Order(MirrorRun.Purpose purpose, long generation, SyncRequest request, Connections connections) {}

    /// Ends all of them, as when leadership is lost.
    void cancelAll(String why) {
        underWay.forEach(run -> run.cancel(why));
    }

    /// Ends all of them and waits until they have ended, at most 8 s.
    void stop() {
        cancelAll("the operator stops");
        turns.shutdown();
        try {
            if (!turns.awaitTermination(STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("runs were still ending when the operator stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
