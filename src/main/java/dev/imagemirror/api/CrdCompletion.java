package dev.imagemirror.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;

/// Adds to the generated CRD what the generator's annotations cannot say. The build calls it; the operator never does.
public final class CrdCompletion implements CRDPostProcessor {
    private static final List<String> COLUMNS = List.of(
            "READY",
            "TAGS",
            "PRESENT",
            "PENDING",
            "FAILED",
            "LAST SYNC",
            "AGE",
            "REASON",
            "MESSAGE",
            "TARGET",
            "NEXT SYNC");

    @Override
    public HasMetadata process(HasMetadata definition, String version) {
        if (definition instanceof CustomResourceDefinition crd) {
            crd.getSpec().getVersions().forEach(CrdCompletion::complete);
        }
        return definition;
    }

    private static void complete(CustomResourceDefinitionVersion version) {
        // The generator sorts columns by JSON path, which puts AGE first.
        version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(CrdCompletion::position));
        var root = version.getSchema().getOpenAPIV3Schema();
        root.setRequired(List.of("spec"));
        var status = property(root, "status");
        var unseen = JsonNodeFactory.instance.objectNode().put("observedGeneration", -1);
        status.setDefault(unseen);
        completeSchema(root);
        keyed(property(status, "conditions"), "type");
        keyed(property(property(root, "spec"), "registries"), "host");
    }

    /// Every list is replaced as a whole unless it has a key: managed fields per item cost more than the items.
    private static void completeSchema(JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() != null) {
            // The generator sees an annotation of a record component twice, at the field and at its accessor.
            schema.setXKubernetesValidations(
                    schema.getXKubernetesValidations().stream().distinct().toList());
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(CrdCompletion::completeSchema);
        }
        if (schema.getItems() != null) {
            schema.setXKubernetesListType("atomic");
            completeSchema(schema.getItems().getSchema());
        }
    }

    private static void keyed(JSONSchemaProps list, String key) {
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of(key));
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        var property = schema.getProperties().get(name);
        if (property == null) {
            throw new IllegalStateException("the generated CRD has no field " + name);
        }
        return property;
    }

    private static int position(CustomResourceColumnDefinition column) {
        int position = COLUMNS.indexOf(column.getName());
        if (position < 0) {
            throw new IllegalStateException("column " + column.getName() + " has no place in the order of columns");
        }
        return position;
    }
}
