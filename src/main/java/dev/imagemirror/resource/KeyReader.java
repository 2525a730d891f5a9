package dev.imagemirror.resource;

import dev.imagemirror.oci.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/// Reads a private key: PKCS #8 (RFC 5958), which the JDK reads itself, and the older PKCS #1 (RFC 8017, appendix
/// A.1.2) and SEC 1 (RFC 5915), which become PKCS #8 first. No message shows content.
final class KeyReader {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /// The object identifiers rsaEncryption, with its NULL, and ecPublicKey.
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private KeyReader() {}

    /// @throws MalformedException when it is encrypted, or no key that this program knows
    static PrivateKey read(PemBlock block) {
        if (block.encrypted() || block.label().startsWith("ENCRYPTED")) {
            throw new MalformedException("the key is encrypted; store it without a password");
        }
        return key(
                switch (block.label()) {
                    case "RSA PRIVATE KEY" -> wrapped(RSA, block.bytes());
                    case "EC PRIVATE KEY" -> wrapped(join(EC, curve(block.bytes())), block.bytes());
                    default -> block.bytes();
                });
    }

    private static PrivateKey key(byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // Of another algorithm, or broken: which of them, no message of the JDK says without its content.
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
            }
        }
        throw new MalformedException("the key is broken, or neither RSA nor EC nor Ed25519");
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTETS, key)));
    }

    /// The curve that an EC key names: SEQUENCE { version, octets, [0] { curve }, … }.
    private static byte[] curve(byte[] sec1) {
        ByteBuffer fields = content(ByteBuffer.wrap(sec1), SEQUENCE);
        content(fields, INTEGER);
        content(fields, OCTETS);
        ByteBuffer curve = content(fields, PARAMETERS);
        byte[] identifier = new byte[curve.remaining()];
        curve.get(identifier);
        return identifier;
    }

    /// The content of the next element, which must have this tag.
    private static ByteBuffer content(ByteBuffer in, int tag) {
        if (in.remaining() < 2 || (in.get() & 0xff) != tag) {
            throw new MalformedException("the EC key is broken or does not name its curve");
        }
        int length = in.get() & 0xff;
        if (length == 0x81 && in.hasRemaining()) {
            length = in.get() & 0xff;
        } else if (length == 0x82 && in.remaining() >= 2) {
            length = in.getShort() & 0xffff;
        }
        if (length > in.remaining()) {
            throw new MalformedException("the EC key is cut off");
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length > 0xff) {
            out.write(0x82);
            out.write(content.length >> 8);
        } else if (content.length >= 0x80) {
            out.write(0x81);
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        List.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
