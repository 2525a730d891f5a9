package dev.imagemirror.operator;

import dev.imagemirror.copy.WriteLease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Which of several operators works: the one that holds the Lease. An election of our own and not the framework's,
/// since that one ends the process when leadership is lost, and cannot be asked when the Lease was renewed. Safe for
/// use by many threads.
@ApplicationScoped
public class Leadership implements WriteLease {
    static final String LEASE = "imagemirror-operator";
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final boolean enabled;
    private final RenewalLock lock;
    private volatile boolean leading;
    private volatile boolean stopping;
    private volatile @Nullable CompletableFuture<?> election;

    Leadership(
            KubernetesClient client,
            Settings settings,
            @ConfigProperty(name = "kubernetes.namespace", defaultValue = "default") String ownNamespace,
            @ConfigProperty(name = "hostname", defaultValue = "imagemirror") String host) {
        this.client = client;
        this.enabled = settings.leaderElection().enabled();
        String namespace = settings.leaderElection().namespace().orElse(ownNamespace);
        String identity = host + "-" + UUID.randomUUID();
        this.lock = new RenewalLock(new LeaseLock(namespace, LEASE, identity), System::nanoTime);
    }

    /// Takes part in the election until [#stop].
    ///
    /// @param gained called each time when leadership is gained
    /// @param lost called each time when it is lost
    void start(Runnable gained, Runnable lost) {
        if (!enabled) {
            leading = true;
            gained.run();
            return;
        }
        elect(gained, lost);
    }

    /// Begins nothing and writes no tag any more, and still keeps others from it.
    void retire() {
        stopping = true;
        leading = false;
    }

    /// Takes no part in the election any more; a Lease that is held is given back.
    void stop() {
        stopping = true;
        CompletableFuture<?> running = election;
        if (running != null) {
            running.cancel(true);
        }
    }

    /// Whether this operator is the one that works.
    boolean isLeading() {
        return leading;
    }

    /// Whether this operator takes part in the election, so that it can come to work.
    boolean isElecting() {
        CompletableFuture<?> running = election;
        return !enabled || (running != null && !running.isDone());
    }

    /// Whether the Lease was renewed less than 10 s ago, so that nobody else can hold it.
    @Override
    public boolean isHeld() {
        return leading && (!enabled || lock.isFresh(RENEW_DEADLINE));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what completes it is handled in the callback itself
    private void elect(Runnable gained, Runnable lost) {
        var callbacks = new LeaderCallbacks(() -> begin(gained), () -> end(lost), leader -> {});
        var config = new LeaderElectionConfigBuilder()
                .withName(LEASE)
                .withLock(lock)
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(callbacks)
                .build();
        CompletableFuture<?> running =
                client.leaderElector().withConfig(config).build().start();
        election = running;
        running.whenComplete((done, failure) -> {
            if (!stopping) {
                LOG.infof("leadership of %s ended, taking part in the next election", lock.identity());
                elect(gained, lost);
            }
        });
    }

    private void begin(Runnable gained) {
        if (stopping) {
            return;
        }
        leading = true;
        LOG.infof("leading as %s", lock.identity());
        gained.run();
    }

    private void end(Runnable lost) {
        if (leading) {
            leading = false;
            LOG.infof("not leading any more: %s", lock.identity());
            lost.run();
        }
    }
}
