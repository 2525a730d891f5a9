package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Writes events (`events.k8s.io/v1`) for people who look at a mirror with `kubectl describe`. On transitions only.
@ApplicationScoped
public class EventRecorder {
    private static final Logger LOG = Logger.getLogger(EventRecorder.class);
    private static final DateTimeFormatter MICRO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final String CONTROLLER = "imagemirror.dev/operator";
    private static final int MAX_NOTE = 1_000;
    private static final int MAX_INSTANCE = 128;
    private static final int MAX_NAME = 236;

    private final KubernetesClient client;
    private final Clock clock;
    private final String instance;

    EventRecorder(
            KubernetesClient client,
            Clock clock,
            @ConfigProperty(name = "hostname", defaultValue = "imagemirror") String host) {
        this.client = client;
        this.clock = clock;
        this.instance = host.length() <= MAX_INSTANCE ? host : host.substring(0, MAX_INSTANCE);
    }

    /// What an event tells of; the closed list of the contract, as far as it can happen.
    enum Happening {
        SyncSucceeded("Normal"),
        SyncFailed("Warning"),
        TagChanged("Normal"),
        ImmutableTagMoved("Warning"),
        RateLimited("Warning"),
        Pruned("Normal"),
        InvalidSpec("Warning");

        private final String type;

        Happening(String type) {
            this.type = type;
        }
    }

    void record(ImageMirror mirror, Happening happening, String note) {
        var meta = mirror.getMetadata();
        var event = new EventBuilder()
                .withNewMetadata()
                .withName(name(meta.getName()))
                .withNamespace(meta.getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICRO.format(clock.instant().atOffset(ZoneOffset.UTC))))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withAction("Sync")
                .withReason(happening.name())
                .withType(happening.type)
                .withNote(note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE - 1) + "…")
                .withNewRegarding()
                .withApiVersion(mirror.getApiVersion())
                .withKind(mirror.getKind())
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .endRegarding()
                .build();
        try {
            client.events()
                    .v1()
                    .events()
                    .inNamespace(meta.getNamespace())
                    .resource(event)
                    .create();
        } catch (KubernetesClientException e) {
            LOG.warnf("event %s of %s/%s is lost: %s", happening, meta.getNamespace(), meta.getName(), e.getMessage());
        }
    }

    /// The object's name and a random end, after the habit of Kubernetes' own components. A generated name may not end
    /// in a dot before its random part.
    private static String name(String mirror) {
        String end = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return mirror.substring(0, Math.min(mirror.length(), MAX_NAME)) + "." + end;
    }
}
