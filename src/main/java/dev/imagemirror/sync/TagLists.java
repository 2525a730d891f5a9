package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Repository;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The tag lists of one run: each repository is asked once, however many sources name it. Who comes while it is asked
/// waits; a failure is not contagious, the next one asks again. Safe for use by many threads.
final class TagLists {
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    private record Key(Side side, Repository repository) {}

    private static final class Entry {
        private final ReentrantLock asking = new ReentrantLock();
        private boolean answered;
        private Optional<TagList> answer = Optional.empty();
    }

    /// Empty when there is no such repository.
    Optional<TagList> of(Side side, ContentSource end) {
        Entry entry = entries.computeIfAbsent(new Key(side, end.repository()), key -> new Entry());
        lock(entry.asking, side, end);
        try {
            if (!entry.answered) {
                entry.answer = end.tags();
                entry.answered = true;
            }
            return entry.answer;
        } finally {
            entry.asking.unlock();
        }
    }

    private static void lock(ReentrantLock lock, Side side, ContentSource end) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContentException(
                    Failure.of(
                            FailureKind.CANCELLED,
                            side,
                            end.repository().toString(),
                            "list the tags",
                            "the run was ended"),
                    e);
        }
    }
}
