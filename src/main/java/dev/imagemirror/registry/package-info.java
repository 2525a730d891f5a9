/// The client of the OCI distribution protocol: both ports of the copy engine on a remote repository.
@NullMarked
package dev.imagemirror.registry;

import org.jspecify.annotations.NullMarked;
