package dev.imagemirror.sync;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.oci.Repository;
import java.util.List;

/// Where a run gets its ends from. Opening one sends nothing yet, but a missing credential shows here.
public interface Connections {
    /// @throws dev.imagemirror.content.ContentException when there is no usable credential for it
    ContentSource source(Repository repository);

    /// @throws dev.imagemirror.content.ContentException when there is no usable credential for it
    ContentTarget target(Repository repository);

    /// What registries said of their quotas so far.
    default List<Quota> quotas() {
        return List.of();
    }
}
