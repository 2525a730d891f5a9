package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.http.Transports;
import dev.imagemirror.registry.Hosts;
import dev.imagemirror.resource.MirrorAccess;
import dev.imagemirror.resource.MirrorConnections;
import dev.imagemirror.sync.SyncRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What every [Mirror] works with.
@Startup
@ApplicationScoped
public class Workplace {
    private static final int MIN_BUDGET = 16 * 1024;
    private static final int MAX_BUDGET = 1024 * 1024;

    private final KubernetesClient client;
    private final StatusWriter statuses;
    private final EventRecorder events;
    private final Runs runs;
    private final Transports transports;
    private final Hosts hosts;
    private final Clock clock;
    private final Wakeup wakeup;
    private final int statusBudget;
    private final Set<String> plainHttpHosts;
    private final Neighbourhood neighbourhood = new Neighbourhood();

    Workplace(
            KubernetesClient client,
            StatusWriter statuses,
            EventRecorder events,
            Runs runs,
            Transports transports,
            Hosts hosts,
            Clock clock,
            Wakeup wakeup,
            Settings settings) {
        this.client = client;
        this.statuses = statuses;
        this.events = events;
        this.runs = runs;
        this.transports = transports;
        this.hosts = hosts;
        this.clock = clock;
        this.wakeup = wakeup;
        this.statusBudget = Settings.checked("status-budget", settings.statusBudget(), MIN_BUDGET, MAX_BUDGET);
        this.plainHttpHosts = settings.plainHttpHosts().orElse(Set.of()).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    StatusWriter statuses() {
        return statuses;
    }

    EventRecorder events() {
        return events;
    }

    Clock clock() {
        return clock;
    }

    Neighbourhood neighbourhood() {
        return neighbourhood;
    }

    RandomGenerator random() {
        return ThreadLocalRandom.current();
    }

    int statusBudget() {
        return statusBudget;
    }

    SecretVersions secrets(ImageMirror mirror, MirrorAccess access) {
        return SecretVersions.read(client, mirror.getMetadata().getNamespace(), access);
    }

    /// Begins a run that wakes the mirror when it has ended.
    MirrorRun start(ImageMirror mirror, MirrorRun.Purpose purpose, SyncRequest request) {
        var meta = mirror.getMetadata();
        var surroundings = new ClusterSurroundings(client, meta.getNamespace(), plainHttpHosts, transports, hosts);
        var connections = new MirrorConnections(purpose.work().access(), surroundings);
        var order = new Runs.Order(purpose, meta.getGeneration(), request, connections);
        return runs.start(meta.getNamespace() + "/" + meta.getName(), order, () -> {
            surroundings.close();
            wakeup.wake(mirror);
        });
    }
}
