package dev.imagemirror.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Waits for the example's mirror and tells what changes meanwhile: its line in the table of kubectl, and its tags.
final class MirrorWatch {

    static final String LIST = "/apis/imagemirror.dev/v1alpha1/namespaces/default/imagemirrors";

    private static final String PATH = LIST + "/quickstart";
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KubernetesApi cluster;
    private final Steps steps;
    private final Map<String, MirroredTag> told = new HashMap<>();
    private List<List<String>> toldRows = List.of();
    private String toldHeader = "";

    MirrorWatch(KubernetesApi cluster, Steps steps) {
        this.cluster = cluster;
        this.steps = steps;
    }

    /// Waits until the run of the mirror's specification has ended well.
    void awaitReady() {
        await(status -> status.has("lastSyncTime"));
    }

    /// Asks for a run now and waits until that one has ended well.
    void requestRun() {
        String now = Instant.now().toString();
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        changes.putObject("metadata").putObject("annotations").put("imagemirror.dev/requestedAt", now);
        cluster.merge(PATH, changes);
        await(status -> status.path("lastHandledReconcileAt").asText().equals(now));
    }

    /// The mirror's tags, whatever their state.
    List<MirroredTag> mirroredTags() {
        return tags(cluster.get(PATH).path("status"));
    }

    private void await(Predicate<JsonNode> ended) {
        long start = System.nanoTime();
        while (true) {
            JsonNode mirror = cluster.get(PATH);
            JsonNode status = mirror.path("status");
            tellTable();
            tellTags(tags(status));
            if (ended.test(status) && isReady(mirror)) {
                return;
            }
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new NotSettledException(
                        "The mirror is not ready after " + DEADLINE.toSeconds() + " s. " + status.toPrettyString());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void tellTable() {
        TableView table = TableView.of(cluster.table(LIST));
        if (!table.withoutDates().equals(toldRows)) {
            if (!table.header().equals(toldHeader)) {
                toldHeader = table.header();
                steps.line(toldHeader);
            }
            toldRows = table.withoutDates();
            table.lines().forEach(steps::line);
        }
    }

    private void tellTags(List<MirroredTag> tags) {
        for (MirroredTag tag : tags) {
            if (!tag.equals(told.put(tag.source(), tag))) {
                steps.line(tag.toString());
            }
        }
    }

    private static List<MirroredTag> tags(JsonNode status) {
        List<MirroredTag> tags = new ArrayList<>();
        for (JsonNode source : status.path("sources")) {
            for (JsonNode tag : source.path("tags")) {
                String name = ":" + tag.path("name").asText();
                tags.add(new MirroredTag(
                        source.path("repository").asText() + name,
                        source.path("target").asText() + name,
                        tag.path("state").asText(),
                        tag.path("digest").asText()));
            }
        }
        return tags;
    }

    private static boolean isReady(JsonNode mirror) {
        JsonNode generation = mirror.path("metadata").path("generation");
        for (JsonNode condition : mirror.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True")
                        && condition.path("observedGeneration").equals(generation);
            }
        }
        return false;
    }
}
