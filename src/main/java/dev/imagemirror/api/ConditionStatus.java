package dev.imagemirror.api;

/// Kubernetes' three values of a condition; the constants are written as they stand in the resource.
public enum ConditionStatus {
    True,
    False,
    Unknown
}
