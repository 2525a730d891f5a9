package dev.imagemirror.resource;

import dev.imagemirror.oci.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// One block of a PEM text (RFC 7468). What stands between blocks is passed over. No message shows content.
///
/// @param label as in `BEGIN CERTIFICATE`
/// @param encrypted whether the headers of the block say so, as old forms of keys do
@SuppressWarnings("ArrayRecordComponent") // never compared
record PemBlock(String label, boolean encrypted, byte[] bytes) {
    private static final int MAX_TEXT = 1024 * 1024;
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /// Reads every block of a text of at most 1 MiB. Runs once over it, whatever it holds.
    ///
    /// @throws MalformedException for a block that does not end or is not base64
    static List<PemBlock> parse(byte[] text) {
        if (text.length > MAX_TEXT) {
            throw new MalformedException("it is longer than 1 MiB");
        }
        String pem = new String(text, StandardCharsets.ISO_8859_1);
        List<PemBlock> blocks = new ArrayList<>();
        int at = pem.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = pem.indexOf(DASHES, at + BEGIN.length());
            int end = labelEnd < 0 ? -1 : pem.indexOf("-----END ", labelEnd + DASHES.length());
            if (end < 0) {
                throw new MalformedException("block %d has no end".formatted(blocks.size() + 1));
            }
            String label = pem.substring(at + BEGIN.length(), labelEnd);
            blocks.add(block(label, pem.substring(labelEnd + DASHES.length(), end), blocks.size() + 1));
            at = pem.indexOf(BEGIN, end);
        }
        return blocks;
    }

    boolean isCertificate() {
        return label.equals("CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    @Override
    public String toString() {
        return "PemBlock[%s]".formatted(label);
    }

    /// Headers (`Proc-Type: 4,ENCRYPTED`) end at an empty line.
    private static PemBlock block(String label, String content, int number) {
        boolean headers = content.indexOf(':') >= 0;
        String body = headers ? content.replaceFirst("(?s)^.*?\\R\\h*\\R", "") : content;
        try {
            return new PemBlock(
                    label,
                    headers && content.contains("ENCRYPTED"),
                    Base64.getDecoder().decode(body.replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("block %d is not base64".formatted(number));
        }
    }
}
