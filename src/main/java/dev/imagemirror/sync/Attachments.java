package dev.imagemirror.sync;

import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What signs or describes content that is to be deleted, and goes with it: manifests that name it as their
/// subject, and the tags under which tools keep such things.
///
/// @param listed every tag of the repository
/// @param rules say which tags are never deleted
record Attachments(Digest subject, List<Tag> listed, Holdings holdings, Attempt attempt, PruneRules rules) {
    /// What refers to what refers to the content, and so on.
    private static final int MAX_DEPTH = 4;

    /// The tags of the repository that belong to the subject alone.
    List<Tag> tags() {
        List<Tag> names = new ArrayList<>(Tag.ofAttachments(subject));
        names.add(Tag.ofReferrers(subject));
        names.retainAll(listed);
        names.removeIf(rules::protects);
        return names;
    }

    List<Descriptor> referrers() {
        return holdings.target().referrers(subject, DigestTags.of(listed)).stream()
                .map(Referrer::descriptor)
                .toList();
    }

    /// Why the subject must stay: another tag names one of these, and would refer to nothing.
    Optional<String> needed(List<Descriptor> referrers) {
        List<Tag> own = tags();
        List<Tag> others = listed.stream().filter(tag -> !own.contains(tag)).toList();
        return referrers.stream()
                .flatMap(referrer -> holdings.naming(referrer.digest(), others).stream())
                .findFirst()
                .map("the tag %s refers to it"::formatted);
    }

    /// Deletes it all by digest, as far as nothing else needs it. The subject is gone already.
    ///
    /// @param referrers as they were before
    void delete(List<Descriptor> referrers) {
        delete(referrers, 1);
    }

    private void delete(List<Descriptor> referrers, int depth) {
        Set<Tag> own = Set.copyOf(tags());
        referrers.forEach(referrer -> delete(referrer.digest(), own, depth));
        // The list of referrers has just been written anew, so what these tags name is asked for now.
        for (Tag tag : own) {
            holdings.target().resolve(tag).ifPresent(named -> delete(named.digest(), own, depth));
        }
    }

    private void delete(Digest digest, Set<Tag> own, int depth) {
        if (depth > MAX_DEPTH || holdings.need(digest, listed, own).isPresent()) {
            return;
        }
        Attachments next = new Attachments(digest, listed, holdings, attempt, rules);
        List<Descriptor> referrers = next.referrers();
        attempt.changeTag(() -> holdings.target().delete(digest));
        next.delete(referrers, depth + 1);
    }
}
