package dev.imagemirror.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A content digest by the image specification, "Digests": `sha256:` and 64, or `sha512:` and 128 lower-case
/// hexadecimal digits. Other algorithms cannot be checked here and are refused.
public record Digest(String text) implements Reference {
    private static final int SHOWN = 160;

    public Digest {
        if (!isDigest(text)) {
            String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
            throw new MalformedException("'%s' is not a digest: %s".formatted(shown, fault(text)));
        }
    }

    public static Digest parse(String text) {
        return new Digest(text);
    }

    /// The SHA-256 digest of these bytes.
    public static Digest of(byte[] bytes) {
        return of("sha256", sha("SHA-256").digest(bytes));
    }

    /// The digest that a finished computation by [#computation()] gave.
    public Digest sameAlgorithm(byte[] hash) {
        return of(algorithm(), hash);
    }

    /// A fresh computation of this digest's algorithm.
    public MessageDigest computation() {
        return sha(algorithm().equals("sha512") ? "SHA-512" : "SHA-256");
    }

    /// The part before the colon.
    public String algorithm() {
        return text.substring(0, text.indexOf(':'));
    }

    /// The hexadecimal part.
    public String hex() {
        return text.substring(text.indexOf(':') + 1);
    }

    @Override
    public String toString() {
        return text;
    }

    private static Digest of(String algorithm, byte[] hash) {
        return new Digest(algorithm + ":" + HexFormat.of().formatHex(hash));
    }

    /// By hand: a manifest has many, and a regular expression takes longer than all else that is done with them.
    private static boolean isDigest(String text) {
        boolean sized = (text.startsWith("sha256:") && text.length() == 71)
                || (text.startsWith("sha512:") && text.length() == 135);
        for (int i = 7; sized && i < text.length(); i++) {
            char c = text.charAt(i);
            sized = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return sized;
    }

    private static String fault(String text) {
        int colon = text.indexOf(':');
        String algorithm = colon < 0 ? "" : text.substring(0, colon);
        if (!algorithm.equals("sha256") && !algorithm.equals("sha512")) {
            return "it must start with sha256: or sha512:";
        }
        return "%s takes %d lower-case hexadecimal digits".formatted(algorithm, algorithm.equals("sha256") ? 64 : 128);
    }

    private static MessageDigest sha(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
        }
    }
}
