package dev.imagemirror.bench.tool;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// What the kernel has booked for children of this process that have ended: getrusage(2). The JDK tells the time of a
/// child only while it lives, in steps of 10 ms.
@SuppressWarnings("restricted") // the linker is what this is about
final class Rusage {
    private static final int CHILDREN = -1;
    /// Of `struct rusage` on 64-bit Linux: two times of two longs, then fourteen longs.
    private static final int LONGS = 18;

    private static final MethodHandle GETRUSAGE = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("getrusage"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private Rusage() {}

    /// User and system time of all children that have ended.
    static Duration children() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(ValueLayout.JAVA_LONG, LONGS);
            int status = (int) GETRUSAGE.invokeExact(CHILDREN, usage);
            if (status != 0) {
                throw new IllegalStateException("getrusage failed");
            }
            return time(usage, 0).plus(time(usage, 2));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration time(MemorySegment usage, int at) {
        return Duration.ofSeconds(usage.getAtIndex(ValueLayout.JAVA_LONG, at))
                .plus(usage.getAtIndex(ValueLayout.JAVA_LONG, at + 1L), ChronoUnit.MICROS);
    }
}
