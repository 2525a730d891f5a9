package dev.imagemirror.registry;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// What one host was seen to do, as far as hosts differ in it. Safe for use by many threads.
final class Habits {
    /// Look-ups after which a host that had no referrers API is asked again whether it has one now.
    static final int ASK_AGAIN = 1_000;

    private static final int LOCKS = 64;
    /// Nobody knows yet whether the host has the referrers API.
    private static final int UNSEEN = -1;

    private final UploadHabits uploads = new UploadHabits();
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);
    private final ReentrantLock firstLook = new ReentrantLock();
    /// Look-ups that are spared from now on, or `UNSEEN`.
    private final AtomicInteger spared = new AtomicInteger(UNSEEN);
    private volatile boolean askedForReferrers;
    private volatile boolean listsReferrers;
    private volatile Incomplete incomplete = Incomplete.UNSEEN;
    private volatile DeleteScope deleteScope = DeleteScope.ALL;
    private volatile Paging paging = Paging.WHOLE;

    /// What the host does with an image manifest whose blobs it lacks.
    private enum Incomplete {
        UNSEEN,
        REFUSED,
        TAKEN
    }

    UploadHabits uploads() {
        return uploads;
    }

    /// The scope that allowed a deletion the last time.
    DeleteScope deleteScope() {
        return deleteScope;
    }

    void remember(DeleteScope allowed) {
        deleteScope = allowed;
    }

    /// In which pages the host sent its last list of tags that had any.
    Paging paging() {
        return paging;
    }

    void remember(Paging seen) {
        paging = seen;
    }

    /// Whether the host was seen to refuse an image whose blobs it lacks.
    boolean refusesIncomplete() {
        return incomplete == Incomplete.REFUSED;
    }

    /// Whether the host was seen to take an image whose blobs it lacks.
    boolean takesIncomplete() {
        return incomplete == Incomplete.TAKEN;
    }

    void refusedIncomplete() {
        incomplete = Incomplete.REFUSED;
    }

    void tookIncomplete() {
        incomplete = Incomplete.TAKEN;
    }

    /// Whether the host has answered to a question for referrers, in whatever way.
    boolean wasAskedForReferrers() {
        return askedForReferrers;
    }

    void askedForReferrers() {
        askedForReferrers = true;
    }

    /// Held by whoever asks before anybody was answered.
    ReentrantLock firstLook() {
        return firstLook;
    }

    /// Whether it is worth asking for the referrers API. Of a host that had none, one look-up in many is sent.
    boolean mayListReferrers() {
        return listsReferrers || spared.getAndUpdate(Habits::next) <= 0;
    }

    private static int next(int spared) {
        if (spared == UNSEEN) {
            return UNSEEN;
        }
        return spared == 0 ? ASK_AGAIN : spared - 1;
    }

    /// The host has the API. It stays so: of several machines that answer, one may be older.
    void listedReferrers() {
        listsReferrers = true;
    }

    /// The host answered as one that does not know the API.
    void knewNoReferrers() {
        spared.set(ASK_AGAIN);
    }

    /// Held by whoever changes the list of referrers of this subject; some subjects share one.
    ReentrantLock lock(Repository repository, Digest subject) {
        return locks[Math.floorMod(Objects.hash(repository, subject), LOCKS)];
    }
}
