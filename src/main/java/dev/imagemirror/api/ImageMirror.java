package dev.imagemirror.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/// Repositories that are mirrored, by their tags, to one target registry.
@Group(ImageMirror.GROUP)
@Version(ImageMirror.VERSION)
@Kind("ImageMirror")
@Singular("imagemirror")
@Plural("imagemirrors")
@ShortNames("imir")
@Categories("mirroring")
@AdditionalPrinterColumn(name = "READY", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "TAGS", jsonPath = ".status.summary.tags", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "PRESENT",
        jsonPath = ".status.summary.present",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "PENDING",
        jsonPath = ".status.summary.pending",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "FAILED",
        jsonPath = ".status.summary.failed",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "LAST SYNC",
        jsonPath = ".status.lastSyncTime",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "REASON", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason", priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
@AdditionalPrinterColumn(name = "TARGET", jsonPath = ".spec.target.registry", priority = 1)
@AdditionalPrinterColumn(name = "NEXT SYNC", jsonPath = ".status.nextSyncTime", priority = 1)
public final class ImageMirror extends CustomResource<ImageMirrorSpec, ImageMirrorStatus> implements Namespaced {
    public static final String GROUP = "imagemirror.dev";
    public static final String VERSION = "v1alpha1";

    /// The annotation that asks for a run now, by any value that it did not have before.
    public static final String REQUESTED_AT = GROUP + "/requestedAt";
    /// The annotation that holds the hash of a plan of deletions that may be carried out although it is larger than
    /// `spec.prune.maxDeletes`.
    public static final String APPROVE_PRUNE = GROUP + "/approvePrune";

    private static final long serialVersionUID = 1L;
}
