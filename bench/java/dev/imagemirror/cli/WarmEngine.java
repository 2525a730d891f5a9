package dev.imagemirror.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.resource.MirrorSpecification;
import dev.imagemirror.resource.SpecReading;
import dev.imagemirror.sync.SyncMemory;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.SyncRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;

/// Runs documents one after another with connections, tokens and pace that stay, as the operator does: for
/// `bench/run`. Each line of the input names a file with one mirror; each line of the output says what it cost.
public final class WarmEngine {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Surroundings surroundings;
    /// As the operator remembers it by the status.
    private SyncMemory memory = SyncMemory.NONE;

    private WarmEngine(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] arguments) throws IOException {
        // As in the operator. Until somebody says it, everything is written for a handler that may come.
        LogContext.getLogContext().getLogger("").setLevel(Level.INFO);
        try (Surroundings surroundings = new Surroundings();
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            WarmEngine engine = new WarmEngine(surroundings);
            for (String file = input.readLine(); file != null; file = input.readLine()) {
                long began = System.nanoTime();
                long cpu = SYSTEM.getProcessCpuTime();
                String end = engine.run(Path.of(file));
                System.out.printf("%d %d %s%n", System.nanoTime() - began, SYSTEM.getProcessCpuTime() - cpu, end);
            }
        }
    }

    /// Returns `ok`, or the first thing that is wrong.
    private String run(Path file) {
        Documents documents = Documents.read(List.of(file));
        Documents.Mirror mirror = documents.mirrors().getFirst();
        return switch (SpecReading.of(mirror.spec())) {
            case SpecReading.Refused(var reason, String message) -> reason + " " + message;
            case SpecReading.Understood(MirrorSpecification specification) ->
                run(specification, documents.secretsBeside(mirror));
        };
    }

    private String run(MirrorSpecification specification, Documents.Secrets secrets) {
        MirrorSpecification.Work work = specification.work();
        try (ExecutorService workers = Executors.newCachedThreadPool()) {
            var connections = new MirrorConnections(work.access(), surroundings.with(secrets));
            SyncRequest request =
                    specification.request(SyncRequest.Context.first().recalling(memory));
            SyncReport report =
                    new SyncRunner(request, connections, workers, WriteLease.ALWAYS, Clock.systemUTC()).run();
            memory = SyncMemory.of(report);
            boolean good = work.dryRun() ? report.failures().findAny().isEmpty() : report.isInSync();
            return good
                    ? "ok"
                    : report.failures().findFirst().map(Object::toString).orElse("not in sync");
        }
    }
}
