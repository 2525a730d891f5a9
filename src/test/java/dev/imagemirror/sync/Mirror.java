package dev.imagemirror.sync;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sources and targets in memory with runs between them. Everything goes to `to.example` under its own path.
final class Mirror implements AutoCloseable, Connections {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final TargetMapping MAPPING = TargetMapping.of(Registry.parse("to.example"), "/", PathSeparator.SLASH);

    final Map<Repository, MemoryContent> contents = new ConcurrentHashMap<>();
    final Map<TargetTag, TagMemory> memory = new HashMap<>();
    final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("worker-", 0).factory());
    int concurrency = 4;
    Duration imageTimeout = Duration.ofMinutes(30);
    boolean dryRun;
    CopyOptions options = CopyOptions.DEFAULT;
    Recheck recheck = Recheck.ALWAYS;
    Looks looks = new Looks();

    @Nullable
    ReferrerSearches searches;

    boolean whole = true;
    SyncRules rules = SyncRules.DEFAULT;
    List<SyncSource> neighbours = List.of();
    DeleteMeans means = new DeleteMeans();
    String approval = "";
    WriteLease lease = WriteLease.ALWAYS;
    Instant now = NOW;

    /// A repository that exists at the source.
    MemoryContent from(String repository) {
        return content(Side.SOURCE, Repository.parse(repository));
    }

    /// A repository of the target, which does not exist until something is put there.
    MemoryContent to(String path) {
        return content(Side.TARGET, Repository.parse("to.example/" + path));
    }

    SyncRequest request(String... specifications) {
        return request(Stream.of(specifications).map(this::chosen).toList());
    }

    SyncRequest request(List<SyncSource> sources) {
        return new SyncRequest(
                sources,
                rules,
                concurrency,
                imageTimeout,
                dryRun,
                recheck,
                new SyncRequest.Context(
                        new SyncMemory(memory, whole), () -> neighbours, looks, searches, false, means, approval),
                null);
    }

    /// With the options of this mirror.
    private SyncSource chosen(String specification) {
        return SyncSource.of(RepositorySpecification.parse(specification).with(options), MAPPING);
    }

    /// Goes to `to.example` under its own path.
    static SyncSource source(String specification) {
        return SyncSource.of(RepositorySpecification.parse(specification), MAPPING);
    }

    SyncRunner runner(SyncRequest request) {
        return runner(request, executor);
    }

    SyncRunner runner(SyncRequest request, ExecutorService threads) {
        return new SyncRunner(request, this, threads, lease, Clock.fixed(now, ZoneOffset.UTC));
    }

    SyncReport run(String... specifications) {
        return runner(request(specifications)).run();
    }

    /// As the operator does between two runs.
    void remember(SyncReport report) {
        memory.clear();
        memory.putAll(SyncMemory.of(report).tags());
    }

    void forgetCalls() {
        contents.values().forEach(MemoryContent::forgetCalls);
    }

    long calls() {
        return contents.values().stream()
                .mapToLong(content -> content.calls().size())
                .sum();
    }

    static TagReport tag(SyncReport report, String name) {
        return report.tags()
                .filter(tag -> tag.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tag " + name + " in " + report));
    }

    static List<String> names(SyncReport report) {
        return report.tags().map(TagReport::name).toList();
    }

    @Override
    public ContentSource source(Repository repository) {
        return content(Side.SOURCE, repository);
    }

    @Override
    public ContentTarget target(Repository repository) {
        return content(Side.TARGET, repository);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private MemoryContent content(Side side, Repository repository) {
        return contents.computeIfAbsent(repository, name -> {
            MemoryContent created = new MemoryContent(side, name.toString());
            return side == Side.TARGET ? created.missing() : created;
        });
    }
}
