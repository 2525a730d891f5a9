package dev.imagemirror.layout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps writers of one folder apart: threads by a lock of this process, processes by a lock on a file. The file
/// stays, empty: who deleted it could take the lock away from somebody who waits for it.
record FolderLock(Path folder) {
    static final String FILE = "index.json.lock";

    private static final ConcurrentMap<Path, ReentrantLock> OF_PROCESS = new ConcurrentHashMap<>();

    /// What is done while nobody else writes.
    interface Work {
        void run() throws IOException;
    }

    void hold(Work work) throws IOException {
        // Two locks of one process on one file are refused by the runtime.
        ReentrantLock lock = OF_PROCESS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
        acquire(lock);
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
                FileLock _ = channel.lock()) {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private static void acquire(ReentrantLock lock) throws FileLockInterruptionException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileLockInterruptionException();
        }
    }
}
