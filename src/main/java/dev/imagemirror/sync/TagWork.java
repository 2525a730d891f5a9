package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.copy.Attempt;
import java.time.Duration;
import java.util.Optional;

/// One tag's turn in a run.
record TagWork(TagPlan plan, TagTasks tasks) implements Workers.Work<TagWork.Found> {
    record Found(int source, Optional<TagReport> report) {}

    @Override
    public Found perform(Attempt attempt) {
        Optional<TagReport> report = tasks.task(plan, attempt).run();
        Duration took = Duration.ofNanos(attempt.elapsed(System.nanoTime()));
        return new Found(plan.source(), report.map(found -> found.took(took)));
    }

    @Override
    public Found failed(Failure failure) {
        return new Found(plan.source(), Optional.of(TagReport.unknown(plan, tasks.recall(plan.target()), failure)));
    }

    @Override
    public String place() {
        return tasks.place(plan);
    }
}
