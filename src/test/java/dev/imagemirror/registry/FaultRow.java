package dev.imagemirror.registry;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.registry.testing.Fault;
import java.util.Collection;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A row of the fault matrix (requirements, F) in some phases.
///
/// @param number `F-1`
/// @param fault what goes wrong, in a few words
/// @param bench where it does
/// @param script lets it go wrong in a phase
/// @param outcome what the operation gives, or the kind of its failure
/// @param requests most requests of the phase's kind that the operation may take
record FaultRow(
        String number,
        String fault,
        Collection<FaultPhase> phases,
        Supplier<FaultBench> bench,
        BiConsumer<FaultBench, FaultPhase> script,
        String outcome,
        int requests) {
    /// The operation does what it should all the same.
    static final String DONE = "done";

    /// One request of the phase goes wrong.
    static FaultRow once(String number, String name, Fault fault, Collection<FaultPhase> phases) {
        return row(number, name, phases, (bench, phase) -> bench.at(phase.side).fault(phase.request, 1, fault));
    }

    /// Every request of the phase goes wrong.
    static FaultRow always(String number, String name, Fault fault, Collection<FaultPhase> phases) {
        return row(number, name, phases, (bench, phase) -> bench.at(phase.side).faultAlways(phase.request, fault));
    }

    static FaultRow row(
            String number, String name, Collection<FaultPhase> phases, BiConsumer<FaultBench, FaultPhase> script) {
        return new FaultRow(number, name, phases, FaultBench::patient, script, DONE, 3);
    }

    FaultRow on(Supplier<FaultBench> other) {
        return new FaultRow(number, fault, phases, other, script, outcome, requests);
    }

    FaultRow gives(String word) {
        return new FaultRow(number, fault, phases, bench, script, word, requests);
    }

    FaultRow fails(FailureKind kind) {
        return gives(kind.name());
    }

    /// @param most requests of the phase's kind
    FaultRow within(int most) {
        return new FaultRow(number, fault, phases, bench, script, outcome, most);
    }

    Stream<Case> cases() {
        return phases.stream().map(phase -> new Case(this, phase));
    }

    boolean isFailure() {
        return outcome.equals(outcome.toUpperCase(Locale.ROOT));
    }

    /// One row in one phase.
    record Case(FaultRow row, FaultPhase phase) {
        @Override
        public String toString() {
            return "%-4s %-38s %-3s %-13s %s".formatted(row.number, row.fault, phase.number, phase, row.outcome);
        }
    }
}
