package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.Optional;

/// One source of a mirror: what it chooses, and where that goes.
///
/// @param target the target repository
public record SyncSource(RepositorySpecification specification, TargetMapping mapping, Repository target) {
    /// @throws MalformedException when no valid target follows for it
    public static SyncSource of(RepositorySpecification specification, TargetMapping mapping) {
        mapping.check(specification.selection());
        return new SyncSource(specification, mapping, mapping.map(specification.repository()));
    }

    public Repository repository() {
        return specification.repository();
    }

    public Selection selection() {
        return specification.selection();
    }

    public CopyOptions options() {
        return specification.options();
    }

    /// What this source makes a target tag of.
    public Claim claim(Reference name) {
        return new Claim(this, new Origin(repository(), name));
    }

    /// What is remembered of a tag of this source.
    TagMemory record(TagReport tag) {
        return tag.memory(tag.plan() == null ? null : claim(tag.plan().name()).origin());
    }

    /// Where this goes; empty when no target accepts the name that it would have there.
    public Optional<TargetTag> target(Reference name) {
        return mapping.map(name).map(tag -> new TargetTag(target, tag));
    }

    /// What would go there, when the rules could choose it.
    public Optional<Origin> origin(TargetTag there) {
        return name(there).filter(selection()::couldChoose).map(name -> new Origin(repository(), name));
    }

    /// What would go there, chosen or not.
    Optional<Reference> name(TargetTag there) {
        return there.repository().equals(target) ? mapping.unmap(there.tag(), selection()) : Optional.empty();
    }

    /// What a source means to make a target tag of.
    public record Claim(SyncSource source, Origin origin) {
        /// Whether both give the tag the same content.
        public boolean isLike(Claim other) {
            return origin.equals(other.origin) && source.options().equals(other.source.options());
        }
    }

    /// What a target tag is made of.
    public record Origin(Repository repository, Reference name) {
        /// `registry/repository:tag` or `registry/repository@digest`.
        @Override
        public String toString() {
            return repository + (name instanceof Tag ? ":" : "@") + name.text();
        }
    }

    /// The specification, as the user wrote it.
    @Override
    public String toString() {
        return specification.text();
    }
}
