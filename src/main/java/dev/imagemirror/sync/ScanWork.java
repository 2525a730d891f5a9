package dev.imagemirror.sync;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.content.TagList;
import dev.imagemirror.copy.Attempt;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the listings of one source and its target, if they are needed.
record ScanWork(int index, SyncRequest request, Connections connections, TagLists lists)
        implements Workers.Work<ScanWork.Found> {
    record Found(int source, SourceScan scan) {}

    @Override
    public Found perform(Attempt attempt) {
        @Nullable SyncReport retried = request.retried();
        if (retried != null) {
            SourceReport previous = retried.sources().get(index);
            if (previous.error() == null || !previous.error().kind().isRetryable()) {
                return new Found(index, new SourceScan.Repeated(previous));
            }
        }
        return new Found(index, list());
    }

    @Override
    public Found failed(Failure failure) {
        return new Found(index, new SourceScan.Failed(failure));
    }

    @Override
    public String place() {
        return source().repository().toString();
    }

    private SourceScan list() {
        ContentSource from = connections.source(source().repository());
        ContentTarget to = connections.target(source().target());
        if (!(source().selection() instanceof Selection.ListedTags)) {
            return new SourceScan.Named();
        }
        Optional<TagList> tags = lists.of(Side.SOURCE, from);
        if (tags.isEmpty()) {
            return new SourceScan.Failed(Failure.of(
                    FailureKind.NOT_FOUND,
                    Side.SOURCE,
                    place(),
                    "list the tags",
                    "there is no such repository; correct its name, or give a credential that may see it"));
        }
        Optional<TagList> present = lists.of(Side.TARGET, to);
        return new SourceScan.Listed(tags.get(), present.orElse(TagList.of(List.of())), present.isPresent());
    }

    private SyncSource source() {
        return request.sources().get(index);
    }
}
