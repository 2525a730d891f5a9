/// Credentials, where they come from, and how a registry's challenge is answered with one (distribution
/// specification, "Authentication"; the token specification of the distribution project).
@NullMarked
package dev.imagemirror.auth;

import org.jspecify.annotations.NullMarked;
