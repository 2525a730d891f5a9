package dev.imagemirror.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Runs the property of a target with its seeds and with what [Mutations] makes of them. Every input must also be dealt
/// with in a bounded time and with memory in proportion to its length.
///
/// The short run is the same each time. The long run, `imagemirror.fuzz.seconds` for each target, draws its own start;
/// what fails is cut down and kept below `target/fuzz`, so nothing else is needed to see it again.
public final class Fuzz {
    private static final int SHORT_RUN = 500;
    private static final long SECONDS = Long.getLong("imagemirror.fuzz.seconds", 0);
    private static final Duration MOST_TIME = Duration.ofSeconds(2);
    private static final long FREE_BYTES = 4 * 1024 * 1024;
    private static final long BYTES_FOR_EACH = 8 * 1024;
    private static final int LONGEST_MESSAGE = 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String target;
    private final Consumer<byte[]> property;

    private Fuzz(String target, Consumer<byte[]> property) {
        this.target = target;
        this.property = property;
    }

    /// @param target the folder of its seeds below `fuzz` of the test resources
    public static void bytes(String target, Consumer<byte[]> property) {
        new Fuzz(target, property).run();
    }

    /// The same for parsers of text; the input is decoded as UTF-8, with replacements.
    public static void text(String target, Consumer<String> property) {
        bytes(target, input -> property.accept(new String(input, StandardCharsets.UTF_8)));
    }

    /// The same for parsers of header values, which never hold a line break or NUL: [dev.imagemirror.http.Headers] and
    /// the transport see to that.
    public static void header(String target, Consumer<String> property) {
        bytes(
                target,
                input -> property.accept(new String(input, StandardCharsets.ISO_8859_1).replaceAll("[\r\n\0]", " ")));
    }

    /// What is parsed, or empty when it is refused in the parser's own way, with a message fit for a log.
    public static <T> Optional<T> parsed(Class<? extends Exception> refusal, Supplier<T> parser) {
        try {
            return Optional.of(parser.get());
        } catch (RuntimeException e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
            fit(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// A message of bounded length, in one line, without what changes a terminal.
    public static void fit(String message) {
        assertThat(message.length()).as("length of a message").isLessThanOrEqualTo(LONGEST_MESSAGE);
        assertThat(message.codePoints().filter(Character::isISOControl))
                .as("control characters of a message")
                .isEmpty();
    }

    private void run() {
        Seeds seeds = Seeds.of(target);
        seeds.all().forEach(this::check);
        Mutations mutations = new Mutations(seeds.all(), new Random(SECONDS > 0 ? System.nanoTime() : 1));
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        for (int done = 0; SECONDS > 0 ? System.nanoTime() < end : done < SHORT_RUN; done++) {
            check(mutations.next());
        }
    }

    /// A fault is one that shows twice: the first time a parser is used, classes are loaded on its account.
    private void check(byte[] input) {
        fault(input).flatMap(once -> fault(input)).ifPresent(fault -> {
            byte[] least = Reduction.reduce(
                    input,
                    candidate -> fault(candidate)
                            .filter(other -> other.getClass() == fault.getClass())
                            .isPresent());
            throw new AssertionError(
                    "%s fails with %s: %s".formatted(target, Seeds.keep(target, least), fault.getMessage()), fault);
        });
    }

    private Optional<Throwable> fault(byte[] input) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long started = THREADS.getCurrentThreadCpuTime();
        try {
            property.accept(input);
            assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - started))
                    .as("time for %d bytes", input.length)
                    .isLessThan(MOST_TIME);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
                    .as("memory for %d bytes", input.length)
                    .isLessThan(FREE_BYTES + BYTES_FOR_EACH * input.length);
            return Optional.empty();
        } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
            return Optional.of(e);
        }
    }
}
