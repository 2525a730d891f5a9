package dev.imagemirror.demo;

/// A tag as the mirror's status tells of it.
///
/// @param source its name in full, `registry/repository:tag`
/// @param target where it goes
/// @param state  in the words of the resource
/// @param digest of the source's manifest; empty when it is not known
record MirroredTag(String source, String target, String state, String digest) {

    private static final int SHORT_DIGEST = "sha256:".length() + 12;

    @Override
    public String toString() {
        String shown = digest.substring(0, Math.min(digest.length(), SHORT_DIGEST));
        return "%-10s %-27s -> %-34s %s".formatted(state, source, target, shown).stripTrailing();
    }
}
