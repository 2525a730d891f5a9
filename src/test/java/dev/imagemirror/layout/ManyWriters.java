package dev.imagemirror.layout;

import dev.imagemirror.content.MemoryContent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Writes many tags into a folder from several threads: in a test, and at the same time in a process of its own.
final class ManyWriters {
    static final int TAGS = 40;
    private static final int THREADS = 4;

    private ManyWriters() {}

    /// Arguments: the folder, and what the tags begin with.
    public static void main(String[] arguments) throws ExecutionException, InterruptedException {
        write(Path.of(arguments[0]), arguments[1]);
    }

    static void write(Path folder, String prefix) throws ExecutionException, InterruptedException {
        MemoryContent source = Copies.source();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<? extends Future<?>> work = IntStream.range(0, TAGS)
                    .mapToObj(number -> {
                        source.put(prefix + number, source.addImage(prefix + number, "shared"));
                        return threads.submit(() -> Copies.copy(source, Copies.folder(folder), prefix + number));
                    })
                    .toList();
            for (Future<?> copy : work) {
                copy.get();
            }
        }
    }
}
