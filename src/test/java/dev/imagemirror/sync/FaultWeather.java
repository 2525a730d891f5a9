package dev.imagemirror.sync;

import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Lets requests go wrong by chance, each in any way that takes no time: errors, cut connections, lost answers, wrong
/// digests and bytes, truncated bodies. Safe for use by many threads, though with several the same seed need not give
/// the same faults.
final class FaultWeather {
    private static final List<Integer> ERRORS = List.of(500, 502, 503, 504);
    private static final int MOST_BYTES = 300;

    private final Random random;
    private final double rate;

    /// @param rate the part of all requests that goes wrong, 0 to 1
    FaultWeather(long seed, double rate) {
        this.random = new Random(seed);
        this.rate = rate;
    }

    synchronized Optional<Fault> next(TestRequest request) {
        return random.nextDouble() < rate ? Optional.of(fault(request.kind())) : Optional.empty();
    }

    private Fault fault(RequestKind kind) {
        return switch (random.nextInt(9)) {
            case 0 -> Fault.status(ERRORS.get(random.nextInt(ERRORS.size())));
            case 1 -> new Fault.EarlyAnswer(TestAnswer.of(ERRORS.get(random.nextInt(ERRORS.size()))));
            case 2 -> new Fault.Drop();
            case 3, 4 -> new Fault.Lose();
            case 5 ->
                new Fault.Answer(
                        TestAnswer.error(429, "TOOMANYREQUESTS", "slow down").with("Retry-After", "0"));
            case 6 -> Fault.wrongDigest();
            case 7 -> new Fault.Cut(random.nextInt(MOST_BYTES));
            default -> hasContent(kind) ? Fault.corrupt() : new Fault.Lose();
        };
    }

    private static boolean hasContent(RequestKind kind) {
        return kind == RequestKind.MANIFEST_GET || kind == RequestKind.BLOB_GET;
    }
}
