package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;

/// The event source by which runs wake the reconciler, and which hears of deleted mirrors. Safe for use by many
/// threads.
@ApplicationScoped
public class Wakeup {
    private final Source source = new Source();

    /// @param started called once, when all mirrors are known
    /// @param deleted called with each mirror that was deleted
    SimpleInboundEventSource<ImageMirror> source(Runnable started, Consumer<ImageMirror> deleted) {
        source.started = started;
        source.deleted = deleted;
        return source;
    }

    void wake(HasMetadata mirror) {
        source.propagateEvent(ResourceID.fromResource(mirror));
    }

    /// A plain reconciler is not called when its resource was deleted. The framework's flag for that, named
    /// `triggerReconcilerOnAllEvents`, is lost in the Quarkus extension 7.7.3: its configuration has the flag under
    /// another name than the one that is asked.
    private static final class Source extends SimpleInboundEventSource<ImageMirror>
            implements ResourceEventAware<ImageMirror> {
        private volatile Runnable started = () -> {};
        private volatile Consumer<ImageMirror> deleted = mirror -> {};

        Source() {
            super("runs");
        }

        /// The source of the mirrors itself is always started before the others.
        @Override
        public void start() {
            super.start();
            started.run();
        }

        @Override
        public void onResourceDeleted(ImageMirror mirror) {
            deleted.accept(mirror);
        }
    }
}
