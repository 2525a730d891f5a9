package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.sync.SyncSource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {
    private final Neighbourhood neighbourhood = new Neighbourhood();

    @Test
    void ofTwoThatNameOneTagTheYoungerWaits() {
        ImageMirror elder = mirror("elder", 1, "quay.io/app:v1");
        ImageMirror younger = mirror("younger", 2, "other.example/app=v1");
        neighbourhood.settle(younger);
        assertThat(neighbourhood.conflict(younger)).isEmpty();

        assertThat(neighbourhood.settle(elder)).as("looked at anew").containsExactly(younger);

        assertThat(neighbourhood.conflict(elder)).isEmpty();
        assertThat(neighbourhood.conflict(younger))
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("'other.example/app=v1'", "'quay.io/app:v1'", "ns/elder", "to.example/app:v1"));
    }

    @Test
    void ofTwoOfOneSecondTheUidDecides() {
        ImageMirror a = mirror("a", 1, "quay.io/app:v1");
        ImageMirror b = mirror("b", 1, "other.example/app:v1");
        neighbourhood.settle(b);
        neighbourhood.settle(a);

        assertThat(neighbourhood.conflict(a)).isEmpty();
        assertThat(neighbourhood.conflict(b)).isPresent();
    }

    @Test
    void oneThingChosenTwiceIsNoConflict() {
        ImageMirror elder = mirror("elder", 1, "quay.io/app:v1");
        ImageMirror younger = mirror("younger", 2, "quay.io/app=v1,v2");
        neighbourhood.settle(elder);
        neighbourhood.settle(younger);

        assertThat(neighbourhood.conflict(younger)).isEmpty();
    }

    @Test
    void whoeverWaitsIsLookedAtWhenAnotherChangesOrGoes() {
        ImageMirror elder = mirror("elder", 1, "quay.io/app:v1");
        ImageMirror younger = mirror("younger", 2, "other.example/app:v1");
        neighbourhood.settle(elder);
        neighbourhood.settle(younger);
        assertThat(neighbourhood.conflict(younger)).isPresent();
        assertThat(neighbourhood.settle(elder)).as("nothing new").isEmpty();

        ImageMirror edited = mirror("elder", 1, "quay.io/app:v2");
        edited.getMetadata().setGeneration(2L);
        assertThat(neighbourhood.settle(edited)).containsExactly(younger);
        assertThat(neighbourhood.conflict(younger)).isEmpty();

        neighbourhood.settle(elder);
        assertThat(neighbourhood.conflict(younger)).isPresent();
        assertThat(neighbourhood.leave(elder.getMetadata().getUid())).containsExactly(younger);
        assertThat(neighbourhood.conflict(younger)).isEmpty();
        assertThat(neighbourhood.leave(elder.getMetadata().getUid())).isEmpty();
    }

    @Test
    void theYoungestOfAClosedChainWaits() {
        ImageMirror there = to("there", 1, "a.example/app", "b.example");
        ImageMirror on = to("on", 2, "b.example/app", "c.example");
        ImageMirror back = to("back", 3, "c.example/app", "a.example");
        neighbourhood.settle(there);
        neighbourhood.settle(on);
        assertThat(neighbourhood.conflict(on)).isEmpty();
        neighbourhood.settle(back);

        assertThat(neighbourhood.conflict(there)).isEmpty();
        assertThat(neighbourhood.conflict(on)).isEmpty();
        assertThat(neighbourhood.conflict(back))
                .hasValueSatisfying(message -> assertThat(message).contains("back to c.example/app"));
    }

    @Test
    void neighboursAreThoseThatWriteToTheSameRepository() {
        ImageMirror one = mirror("one", 1, "quay.io/app", "quay.io/web");
        neighbourhood.settle(one);
        neighbourhood.settle(mirror("two", 2, "other.example/app~/^v/", "other.example/none"));
        neighbourhood.settle(mirror("broken", 3, "third.example/web", "not a specification"));

        assertThat(neighbourhood.neighbours(one))
                .extracting(SyncSource::toString)
                .containsExactlyInAnyOrder("other.example/app~/^v/", "third.example/web");
    }

    private static ImageMirror mirror(String name, int age, String... sources) {
        return of(name, age, List.of(sources), "to.example");
    }

    private static ImageMirror to(String name, int age, String source, String target) {
        return of(name, age, List.of(source), target);
    }

    private static ImageMirror of(String name, int second, List<String> sources, String target) {
        StringBuilder list = new StringBuilder();
        sources.forEach(
                source -> list.append("  - repository: '").append(source).append("'\n"));
        return Serialization.unmarshal("""
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata:
                  name: %s
                  namespace: ns
                  uid: uid-%s
                  generation: 1
                  creationTimestamp: 2026-11-22T10:00:0%dZ
                spec:
                  target: {registry: %s, prefix: /}
                  sources:
                %s""".formatted(name, name, second, target, list), ImageMirror.class);
    }
}
