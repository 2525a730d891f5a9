package dev.imagemirror.sync;

import dev.imagemirror.content.DigestTags;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.CopyScope;
import dev.imagemirror.copy.Crew;
import dev.imagemirror.copy.ImageCopier;
import dev.imagemirror.copy.ManifestMemory;
import dev.imagemirror.copy.Prior;
import dev.imagemirror.copy.Progress;
import dev.imagemirror.copy.ReferrerScope;
import dev.imagemirror.copy.Refusals;
import dev.imagemirror.copy.RememberingSource;
import dev.imagemirror.copy.Siblings;
import dev.imagemirror.copy.TargetContents;
import dev.imagemirror.oci.Repository;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Makes the tag tasks of one run; sources that go to one target repository share what is known of it.
/// Safe for use by many threads.
final class TagTasks {
    private final SyncRequest request;
    private final Connections connections;
    private final List<SourceScan> scans;
    private final Crew crew;
    private final Siblings siblings = new Siblings();
    private final Refusals refusals = new Refusals();
    private final Progress progress;
    private final ManifestMemory manifests = new ManifestMemory();
    private final Clock clock;
    private final Map<Integer, TagTask.Ends> ends = new ConcurrentHashMap<>();
    private final Map<Repository, TargetContents> contents = new ConcurrentHashMap<>();

    TagTasks(
            SyncRequest request,
            Connections connections,
            List<SourceScan> scans,
            Crew crew,
            Progress progress,
            Clock clock) {
        this.request = request;
        this.connections = connections;
        this.scans = List.copyOf(scans);
        this.crew = crew;
        this.progress = progress;
        this.clock = clock;
    }

    TagTask task(TagPlan plan, Attempt attempt) {
        return new TagTask(plan, request, ends.computeIfAbsent(plan.source(), this::connect), attempt);
    }

    TagMemory recall(TargetTag target) {
        return request.recall(target);
    }

    String place(TagPlan plan) {
        return request.sources().get(plan.source()).claim(plan.name()).origin().toString();
    }

    private TagTask.Ends connect(int source) {
        SyncSource ours = request.sources().get(source);
        RememberingSource from = new RememberingSource(connections.source(ours.repository()), manifests);
        TargetContents to = contents.computeIfAbsent(
                ours.target(),
                target -> new TargetContents(connections.target(target), prior(source), siblings, refusals));
        ImageCopier copier = new ImageCopier(from, to, crew, progress, scope(source, ours.options()));
        return new TagTask.Ends(from, to, copier, connections, clock);
    }

    private CopyScope scope(int source, CopyOptions options) {
        ReferrerScope referrers = scans.get(source) instanceof SourceScan.Listed listed
                ? new ReferrerScope(
                        options.referrers(),
                        DigestTags.of(listed.source().tags()),
                        DigestTags.of(listed.target().tags()))
                : new ReferrerScope(options.referrers(), DigestTags.UNKNOWN, DigestTags.UNKNOWN);
        return new CopyScope(options.subset(), referrers, options.foreignLayers());
    }

    private Prior prior(int source) {
        boolean absent = scans.get(source) instanceof SourceScan.Listed listed && !listed.targetExists();
        if (!absent) {
            return Prior.TAGS;
        }
        return request.context().resumed() ? Prior.LEFTOVERS : Prior.NOTHING;
    }
}
