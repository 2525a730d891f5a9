package dev.imagemirror.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A content digest by the image specification, "Digests": `sha256:` and 64, or `sha512:` and 128 lower-case
/// hexadecimal digits. Other algorithms cannot be checked here and are refused.
public record Digest(String text) implements Reference {
    private static final int SHOWN = 160;
    private static final MessageDigest SHA256 = unused("SHA-256");
    private static final MessageDigest SHA512 = unused("SHA-512");

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
        return of("sha256", copy(SHA256).digest(bytes));
    }

    /// The digest that a finished computation by [#computation()] gave.
    public Digest sameAlgorithm(byte[] hash) {
        return of(algorithm(), hash);
    }

    /// A fresh computation of this digest's algorithm.
    public MessageDigest computation() {
        return copy(text.startsWith("sha512:") ? SHA512 : SHA256);
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

    /// A copy of one that was never used, which does not ask all security providers.
    private static MessageDigest copy(MessageDigest unused) {
        try {
            return (MessageDigest) unused.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(
                    "this Java runtime cannot copy a computation of " + unused.getAlgorithm(), e);
        }
    }

    private static MessageDigest unused(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
        }
    }
}
