package dev.imagemirror.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many requests of one kind a host gets at once: a limit that grows while more at once is not slower, and is
/// halved when the host says that it is too much. It doubles at first, so that a far host is not asked too slowly for
/// many round trips, and grows by one after the first sign that this does no good. Who waits is let in in the order of
/// arrival. Safe for use by many threads.
final class Lane {
    /// Reviews that growth rests after it did no good.
    private static final int REST = 8;
    /// The share of the former speed below which growth counts as harmful; measurements scatter by about so much.
    private static final double SLOWER = 0.8;

    private final int most;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    /// Who stands in line, each woken by a condition of its own: to wake all of them for each place that comes free
    /// costs more than the requests.
    private final Queue<Condition> waiting = new ArrayDeque<>();
    private int limit;
    private int used;
    private int epoch;

    private long since;
    private long work;
    private int finished;
    private boolean full;
    private int resting;
    private double speedBefore;
    private int grown;
    private boolean young = true;

    Lane(int start, int most, Ticker ticker) {
        this.limit = start;
        this.most = most;
        this.ticker = ticker;
    }

    /// Waits for a place.
    Permit enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (used >= limit || !waiting.isEmpty()) {
                standInLine(lock.newCondition());
            }
            if (used == 0) {
                measureAnew();
            }
            used++;
            wakeNext();
            return new Permit(this, epoch);
        } finally {
            lock.unlock();
        }
    }

    private void standInLine(Condition turn) throws InterruptedException {
        waiting.add(turn);
        try {
            while (used >= limit || !turn.equals(waiting.element())) {
                full = true;
                turn.await();
            }
        } catch (InterruptedException e) {
            waiting.remove(turn);
            wakeNext();
            throw e;
        }
        waiting.remove();
    }

    /// Wakes the first in line if there is a place, also for one that left the line after it was woken.
    private void wakeNext() {
        Condition first = waiting.peek();
        if (first != null && used < limit) {
            first.signal();
        }
    }

    /// Gives a place back.
    ///
    /// @param done how much was done in it, in whatever unit this lane's speed is measured in
    void leave(long done) {
        lock.lock();
        try {
            used--;
            work += done;
            finished++;
            if (finished >= limit) {
                review();
                measureAnew();
            }
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    /// Halves the limit, once for all requests that were let in under the same one: ten refusals at once are one.
    void narrow(int admittedIn) {
        lock.lock();
        try {
            if (admittedIn == epoch) {
                limit = Math.max(1, limit / 2);
                epoch++;
                grown = 0;
                young = false;
                measureAnew();
            }
        } finally {
            lock.unlock();
        }
    }

    int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    boolean isIdle() {
        lock.lock();
        try {
            return used == 0 && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void review() {
        double speed = (double) work / Math.max(1, ticker.nanoTime() - since);
        if (grown > 0 && speed < SLOWER * speedBefore) {
            limit = Math.max(1, limit - grown);
            grown = 0;
            young = false;
            resting = REST;
        } else if (resting > 0) {
            resting--;
        } else if (full && limit < most) {
            speedBefore = speed;
            grown = Math.min(young ? limit : 1, most - limit);
            limit += grown;
        }
    }

    private void measureAnew() {
        since = ticker.nanoTime();
        work = 0;
        finished = 0;
        full = !waiting.isEmpty();
    }
}
