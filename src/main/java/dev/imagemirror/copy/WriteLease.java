package dev.imagemirror.copy;

/// The right to change tags at the target, asked right before each change without a request of its own. The operator
/// holds it while its leader lease is fresh; without a cluster it is always held.
@FunctionalInterface
public interface WriteLease {
    /// Nobody else can be writing.
    WriteLease ALWAYS = () -> true;

    boolean isHeld();
}
