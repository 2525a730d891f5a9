package dev.imagemirror.oci;

import java.util.List;
import java.util.regex.Pattern;

/// A tag by the grammar of the distribution specification, "Pulling manifests": 1 to 128 characters.
public record Tag(String text) implements Reference, Comparable<Tag> {
    /// Most characters that a tag can have.
    public static final int MAX_LENGTH = 128;

    /// Most characters of a digest in the tag that lists its referrers.
    private static final int ENCODED = 64;

    /// What cosign appends to the name.
    private static final List<String> ATTACHMENTS = List.of(".sig", ".att", ".sbom");

    private static final Pattern DIGEST_TAG = Pattern.compile("sha(256|512)-[0-9a-f]{64,128}(\\.[a-z]+)?");

    public Tag {
        if (!isValid(text)) {
            throw new MalformedException("'%s' is not a tag: %s".formatted(shown(text), fault(text)));
        }
    }

    public static Tag parse(String text) {
        return new Tag(text);
    }

    /// Whether registries and tools could accept this text as a tag at all.
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !isWord(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isWord(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /// The tag that lists what refers to this manifest, on registries that do not list it by themselves (distribution
    /// specification, "Referrers Tag Schema"). Cosign's names are this one and a suffix.
    public static Tag ofReferrers(Digest subject) {
        String hex = subject.hex();
        return new Tag(subject.algorithm() + "-" + hex.substring(0, Math.min(ENCODED, hex.length())));
    }

    /// The tags under which cosign keeps signatures, attestations and bills of materials of this manifest.
    public static List<Tag> ofAttachments(Digest subject) {
        Tag prefix = ofReferrers(subject);
        return ATTACHMENTS.stream().map(suffix -> new Tag(prefix + suffix)).toList();
    }

    /// Whether this tag names another manifest's signature, attestation or referrers (`sha256-…`, "Referrers Tag
    /// Schema" and cosign): such a tag travels with its subject and is no version of its own.
    public boolean isDigestTag() {
        return DIGEST_TAG.matcher(text).matches();
    }

    @Override
    public int compareTo(Tag other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static String fault(String text) {
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (text.length() > MAX_LENGTH) {
            return "it is longer than 128 characters";
        }
        if (text.charAt(0) == '.' || text.charAt(0) == '-') {
            return "it starts with '" + text.charAt(0) + "'";
        }
        return "only letters, digits, '_', '.' and '-' are allowed";
    }

    private static String shown(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, 32) + "…";
    }
}
