package dev.imagemirror.cli;

import dev.imagemirror.resource.MirrorSpecification;
import dev.imagemirror.sync.SyncSource;
import java.util.List;

/// A document that was understood.
///
/// @param neighbours sources of the other documents
record Job(String name, MirrorSpecification specification, Documents.Secrets secrets, List<SyncSource> neighbours) {}
