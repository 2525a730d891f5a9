/// The transport: connections, one network policy, one redirect routine, body limits and redaction. Knows HTTP, and
/// nothing of registries.
@NullMarked
package dev.imagemirror.http;

import org.jspecify.annotations.NullMarked;
