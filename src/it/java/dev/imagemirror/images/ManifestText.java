package dev.imagemirror.images;

import java.util.List;
import java.util.stream.Collectors;

/// The JSON of manifests, indexes and configurations.
final class ManifestText {

    private ManifestText() {}

    /// @param label tells this configuration from others with the same layers; empty: none
    static String config(String platform, List<Layer> layers, String label) {
        String ids = layers.stream().map(layer -> quoted(layer.diffId())).collect(Collectors.joining(","));
        String labels = label.isEmpty() ? "" : "\"Labels\":{\"dev.imagemirror.name\":" + quoted(label) + "}";
        return "{\"created\":\"2026-01-01T00:00:00Z\"," + platformFields(platform) + ",\"config\":{" + labels
                + "},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + ids + "]}}";
    }

    /// With further members in `extra`, each with its comma before it.
    static String manifest(String mediaType, Blob config, List<Blob> layers, String extra) {
        List<String> descriptors =
                layers.stream().map(layer -> descriptor(layer, "")).toList();
        return manifest(mediaType, descriptor(config, ""), descriptors, extra);
    }

    /// Of descriptors as they are.
    static String manifest(String mediaType, String config, List<String> layers, String extra) {
        return head(mediaType) + ",\"config\":" + config + ",\"layers\":[" + String.join(",", layers) + "]" + extra
                + "}";
    }

    /// With further members in `extra`, each with its comma before it.
    static String index(String mediaType, List<String> descriptors, String extra) {
        return head(mediaType) + ",\"manifests\":[" + String.join(",", descriptors) + "]" + extra + "}";
    }

    /// With further members in `extra`, each with its comma before it.
    static String descriptor(Blob blob, String extra) {
        return "{\"mediaType\":" + quoted(blob.mediaType()) + ",\"digest\":" + quoted(blob.digest()) + ",\"size\":"
                + blob.size() + extra + "}";
    }

    static String platform(String platform) {
        return platform.isEmpty() ? "" : ",\"platform\":{" + platformFields(platform) + "}";
    }

    static String annotations(String... keysAndValues) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < keysAndValues.length; at += 2) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(quoted(keysAndValues[at]))
                    .append(':')
                    .append(quoted(keysAndValues[at + 1]));
        }
        return ",\"annotations\":{" + text + "}";
    }

    private static String platformFields(String platform) {
        String[] parts = platform.split("/", -1);
        String fields = "\"architecture\":" + quoted(parts[1]) + ",\"os\":" + quoted(parts[0]);
        return parts.length == 3 ? fields + ",\"variant\":" + quoted(parts[2]) : fields;
    }

    private static String head(String mediaType) {
        return "{\"schemaVersion\":2,\"mediaType\":" + quoted(mediaType);
    }

    /// Nothing that is made here needs escapes.
    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
