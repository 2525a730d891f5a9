package dev.imagemirror.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.function.LongSupplier;

/// A lock that notes on the monotonic clock when it was last renewed. The time that counts is the one *before* the
/// request, since a reply can be late. Safe for use by many threads.
final class RenewalLock implements Lock {
    private final Lock lock;
    private final LongSupplier nanoTime;
    private volatile long renewedAt;
    private volatile boolean held;

    RenewalLock(Lock lock, LongSupplier nanoTime) {
        this.lock = lock;
        this.nanoTime = nanoTime;
    }

    /// Whether it is ours and was renewed less than this long ago.
    boolean isFresh(Duration age) {
        return held && nanoTime.getAsLong() - renewedAt < age.toNanos();
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord leader) {
        long asked = nanoTime.getAsLong();
        lock.create(client, leader);
        note(leader, asked);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord leader) {
        long asked = nanoTime.getAsLong();
        lock.update(client, leader.getHolderIdentity() == null ? released(leader) : leader);
        note(leader, asked);
    }

    /// Nobody holds it: to the elector that is no holder, but its patch leaves out what is null, and the Lease would go
    /// on to name the one who gave it back.
    private static LeaderElectionRecord released(LeaderElectionRecord leader) {
        return new LeaderElectionRecord(
                "",
                leader.getLeaseDuration(),
                leader.getAcquireTime(),
                leader.getRenewTime(),
                leader.getLeaderTransitions());
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }

    private void note(LeaderElectionRecord leader, long asked) {
        renewedAt = asked;
        held = lock.identity().equals(leader.getHolderIdentity());
    }
}
