package dev.imagemirror.resource;

import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.SyncSource.Claim;
import dev.imagemirror.sync.TargetTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the specification of a mirror shows of its writes, without a look at any registry: tags that it names, and
/// which repository goes where.
///
/// @param sources all that can be understood
/// @param named what it means to write to a target tag
public record MirrorClaims(List<SyncSource> sources, Map<TargetTag, Claim> named) {
    public MirrorClaims {
        sources = List.copyOf(sources);
        named = Map.copyOf(named);
    }

    /// The claims of a mirror, also of one that is not in order.
    public static MirrorClaims of(ImageMirrorSpec spec) {
        return of(new SourceReader(spec).readWhatCanBe());
    }

    static MirrorClaims of(List<SyncSource> sources) {
        Map<TargetTag, Claim> named = new HashMap<>();
        for (SyncSource source : sources) {
            for (Reference name : source.selection().named()) {
                source.target(name).ifPresent(target -> named.putIfAbsent(target, source.claim(name)));
            }
        }
        return new MirrorClaims(sources, named);
    }

    /// A conflict of this mirror with itself.
    Optional<String> conflict() {
        for (SyncSource source : sources) {
            Optional<String> conflict = conflict(source);
            if (conflict.isPresent()) {
                return conflict;
            }
        }
        return chain(List.of(this));
    }

    private Optional<String> conflict(SyncSource source) {
        for (Reference name : source.selection().named()) {
            Optional<TargetTag> target = source.target(name);
            @Nullable Claim first = target.map(named::get).orElse(null);
            if (first != null && !source.claim(name).isLike(first)) {
                return Optional.of("'%s' and '%s' are both mirrored to %s; give them different prefixes or tags"
                        .formatted(first.source(), source, target.get()));
            }
        }
        return Optional.empty();
    }

    /// A tag that both name, and that would not be the same.
    ///
    /// @param name of the other mirror
    public Optional<String> conflict(String name, MirrorClaims other) {
        boolean fewer = named.size() < other.named.size();
        for (TargetTag target : (fewer ? named : other.named).keySet()) {
            @Nullable Claim ours = named.get(target);
            @Nullable Claim theirs = other.named.get(target);
            if (ours != null && theirs != null && !ours.isLike(theirs)) {
                return Optional.of(
                        "'%s' and '%s' of ImageMirror %s are both mirrored to %s; give one another prefix or tag"
                                .formatted(ours.source(), theirs.source(), name, target));
            }
        }
        return Optional.empty();
    }

    /// A chain of repositories that begins at a source of this mirror and comes back to it.
    ///
    /// @param all the mirrors that may be part of it, this one included
    public Optional<String> chain(List<MirrorClaims> all) {
        Map<Repository, List<SyncSource>> from = new HashMap<>();
        all.forEach(claims ->
                claims.sources.forEach(source -> from.computeIfAbsent(source.repository(), key -> new ArrayList<>())
                        .add(source)));
        for (SyncSource source : sources) {
            if (leadsTo(source.repository(), source.target(), from, new HashSet<>())) {
                return Optional.of(
                        "'%s' is mirrored to %s, and from there back to %s: change spec.target or leave the source out"
                                .formatted(source, source.target(), source.repository()));
            }
        }
        return Optional.empty();
    }

    private static boolean leadsTo(
            Repository wanted, Repository at, Map<Repository, List<SyncSource>> from, Set<Repository> seen) {
        return at.equals(wanted)
                || (seen.add(at)
                        && from.getOrDefault(at, List.of()).stream()
                                .anyMatch(next -> leadsTo(wanted, next.target(), from, seen)));
    }
}
