package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Progress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/// Writes status by a JSON Patch of the subresource with the plain client. The framework's own status update arms a
/// filter that hides a specification edited while the write is in flight (java-operator-sdk #3398). The patch begins
/// with a test of the UID, so that nothing is written into an object that was created anew under the same name.
@ApplicationScoped
public class StatusWriter {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);
    private static final int NOT_FOUND = 404;
    private static final int TEST_FAILED = 422;

    private final KubernetesClient client;

    StatusWriter(KubernetesClient client) {
        this.client = client;
    }

    /// Replaces the whole status.
    ///
    /// @return false when it could not be written and should be tried again
    boolean write(ImageMirror mirror, ImageMirrorStatus status) {
        return patch(mirror, "/status", status);
    }

    /// Replaces the progress only.
    ///
    /// @return false when it could not be written and should be tried again
    boolean write(ImageMirror mirror, Progress progress) {
        return patch(mirror, "/status/progress", progress);
    }

    private boolean patch(ImageMirror mirror, String path, Object value) {
        var meta = mirror.getMetadata();
        String patch = client.getKubernetesSerialization()
                .asJson(List.of(
                        Map.of("op", "test", "path", "/metadata/uid", "value", meta.getUid()),
                        Map.of("op", "add", "path", path, "value", value)));
        try {
            client.resources(ImageMirror.class)
                    .inNamespace(meta.getNamespace())
                    .withName(meta.getName())
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON), patch);
            return true;
        } catch (KubernetesClientException e) {
            return isGone(e) || refused(mirror, e);
        }
    }

    private static boolean isGone(KubernetesClientException e) {
        return e.getCode() == NOT_FOUND
                || (e.getCode() == TEST_FAILED && String.valueOf(e.getMessage()).contains("/metadata/uid"));
    }

    private static boolean refused(ImageMirror mirror, KubernetesClientException e) {
        LOG.warnf(
                "status of %s/%s could not be written, it is tried again: %s",
                mirror.getMetadata().getNamespace(), mirror.getMetadata().getName(), e.getMessage());
        return false;
    }
}
