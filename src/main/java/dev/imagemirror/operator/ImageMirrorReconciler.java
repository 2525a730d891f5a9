package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Where the framework's events come in. Each is one short look at a [Mirror]; nothing here waits for a registry.
/// Status is never written through the framework, see [StatusWriter].
@ControllerConfiguration(
        name = "imagemirror",
        informer = @Informer(onUpdateFilter = SpecificationChange.class),
        generationAwareEventProcessing = false)
public class ImageMirrorReconciler implements Reconciler<ImageMirror> {
    private static final Logger LOG = Logger.getLogger(ImageMirrorReconciler.class);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(30);
    private static final int FIRST = 1;

    private final Workplace place;
    private final Leadership leadership;
    private final Runs runs;
    private final Wakeup wakeup;
    private final Map<String, Live> mirrors = new ConcurrentHashMap<>();

    /// @param uid of the object that the state is about; one created anew under the same name has another
    private record Live(String uid, Mirror mirror) {}

    ImageMirrorReconciler(Workplace place, Leadership leadership, Runs runs, Wakeup wakeup) {
        this.place = place;
        this.leadership = leadership;
        this.runs = runs;
        this.wakeup = wakeup;
    }

    @Override
    public List<EventSource<?, ImageMirror>> prepareEventSources(EventSourceContext<ImageMirror> context) {
        // All are known before the first is looked at, so that no younger one begins before its elder is seen.
        Runnable gained = () -> {
            context.getPrimaryCache().list().forEach(place.neighbourhood()::settle);
            context.getPrimaryCache().list().forEach(wakeup::wake);
        };
        Runnable lost = () -> forgetAll("this operator lost its lease");
        // Not before the mirrors are known: leadership can be gained at once, and then all of them are looked at.
        return List.of(wakeup.source(() -> leadership.start(gained, lost), this::forgetDeleted));
    }

    @Override
    public UpdateControl<ImageMirror> reconcile(ImageMirror mirror, Context<ImageMirror> context) {
        if (!leadership.isLeading()) {
            return UpdateControl.noUpdate();
        }
        Optional<Duration> next = mirror.isMarkedForDeletion() ? Optional.empty() : advance(mirror);
        if (mirror.isMarkedForDeletion() || isGone(mirror, context)) {
            forgetDeleted(mirror);
            return UpdateControl.noUpdate();
        }
        return again(next);
    }

    /// It can be deleted just while it is looked at; what began meanwhile must not go on.
    private static boolean isGone(ImageMirror mirror, Context<ImageMirror> context) {
        return context.getPrimaryCache().get(ResourceID.fromResource(mirror)).isEmpty();
    }

    /// On SIGTERM: no more runs; what moves is cut off, and the progress that stays in the status makes the next
    /// operator begin these runs at once.
    ///
    /// This comes before the framework's own stop, which closes the client that gives the Lease back. The Lease is
    /// given back last, so that nobody else writes while the last tag of this operator is on its way.
    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        leadership.retire();
        runs.stop();
        leadership.stop();
    }

    private Optional<Duration> advance(ImageMirror mirror) {
        try {
            place.neighbourhood().settle(mirror).forEach(wakeup::wake);
            return live(mirror).advance(mirror);
        } catch (RuntimeException e) {
            // One of two broad catches: a fault with one mirror is tried again later and stops no other.
            LOG.errorf(e, "unexpected failure at %s", key(mirror.getMetadata()));
            return Optional.of(AFTER_FAULT);
        }
    }

    private Mirror live(ImageMirror mirror) {
        String uid = mirror.getMetadata().getUid();
        return mirrors.compute(key(mirror.getMetadata()), (key, known) -> {
                    if (known != null && known.uid().equals(uid)) {
                        return known;
                    }
                    if (known != null) {
                        known.mirror().end("the mirror was deleted");
                    }
                    return new Live(uid, new Mirror(mirror, place));
                })
                .mirror();
    }

    private void forget(String key, String why) {
        @Nullable Live known = mirrors.remove(key);
        if (known != null) {
            known.mirror().end(why);
        }
    }

    private void forgetDeleted(ImageMirror mirror) {
        forget(key(mirror.getMetadata()), "the mirror was deleted");
        place.neighbourhood().leave(mirror.getMetadata().getUid()).forEach(wakeup::wake);
    }

    private void forgetAll(String why) {
        mirrors.keySet().forEach(key -> forget(key, why));
        runs.cancelAll(why);
    }

    private static String key(ObjectMeta meta) {
        return meta.getNamespace() + "/" + meta.getName();
    }

    private static UpdateControl<ImageMirror> again(Optional<Duration> next) {
        UpdateControl<ImageMirror> control = UpdateControl.noUpdate();
        return next.map(control::rescheduleAfter).orElse(control);
    }
}
