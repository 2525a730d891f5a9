package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;

/// The event source by which runs wake the reconciler. Safe for use by many threads.
@ApplicationScoped
public class Wakeup {
    private final SimpleInboundEventSource<ImageMirror> source = new SimpleInboundEventSource<>("runs");

    SimpleInboundEventSource<ImageMirror> source() {
        return source;
    }

    void wake(HasMetadata mirror) {
        source.propagateEvent(ResourceID.fromResource(mirror));
    }
}
