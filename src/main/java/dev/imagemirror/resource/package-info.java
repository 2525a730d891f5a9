/// What operator and command line share about the resource: reading a specification, credentials out of Secrets,
/// failures as reasons, reports as status.
@NullMarked
package dev.imagemirror.resource;

import org.jspecify.annotations.NullMarked;
