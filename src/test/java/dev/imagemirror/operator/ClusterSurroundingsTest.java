package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.http.Transports;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.Hosts;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterSurroundingsTest {
    /// Otherwise a tenant could borrow it by naming the host.
    @Test
    void theOperatorHasNoCredentialOfItsOwnForAnyHost() {
        try (var client = new KubernetesClientBuilder().build();
                var transports = new Transports(TransportSettings.of(new NetworkPolicy(false, false)));
                var surroundings = new ClusterSurroundings(client, "tenant", Set.of(), transports, new Hosts())) {
            for (String host : new String[] {"quay.io", "docker.io", "1.dkr.ecr.eu-west-1.amazonaws.com", "gcr.io"}) {
                assertThat(surroundings.fallback().find(Repository.parse(host + "/app")))
                        .as(host)
                        .isEmpty();
            }
        }
    }
}
