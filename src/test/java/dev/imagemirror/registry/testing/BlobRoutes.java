package dev.imagemirror.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Blobs, whole or a part of them (RFC 9110, section 14).
final class BlobRoutes {
    private static final Pattern RANGE = Pattern.compile("bytes=(?=[^,]*[0-9])(?<from>[0-9]{0,18})-(?<to>[0-9]{0,18})");

    private final Store store;
    private final Manners manners;

    BlobRoutes(Store store, Manners manners) {
        this.store = store;
        this.manners = manners;
    }

    TestAnswer blob(TestRequest request, Matcher path) {
        String name = path.group("name");
        String digest = path.group("digest");
        if (!TestAnswer.isDigest(digest)) {
            return TestAnswer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        return switch (request.method()) {
            case "GET", "HEAD" ->
                store.blob(name, digest)
                        .map(blob -> shown(request, digest, blob))
                        .orElseGet(BlobRoutes::unknown);
            case "DELETE" -> delete(name, digest);
            default -> TestAnswer.wrongMethod();
        };
    }

    private TestAnswer delete(String name, String digest) {
        if (!manners.deletes) {
            return TestAnswer.error(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        return store.deleteBlob(name, digest) ? TestAnswer.of(202) : unknown();
    }

    private static TestAnswer unknown() {
        return TestAnswer.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
    }

    private static TestAnswer shown(TestRequest request, String digest, Payload blob) {
        String entityTag = "\"" + digest + "\"";
        TestAnswer head =
                TestAnswer.of(200).with("Docker-Content-Digest", digest).with("ETag", entityTag);
        if (request.header("If-None-Match").filter(entityTag::equals).isPresent()) {
            return head.with(304);
        }
        TestAnswer whole = head.with("Content-Type", "application/octet-stream").with(blob);
        String range = request.header("Range").orElse("");
        return range.isEmpty() ? whole : part(whole, RANGE.matcher(range));
    }

    /// One range; several at once, which no client of ours asks for, get the whole.
    private static TestAnswer part(TestAnswer whole, Matcher range) {
        if (!range.matches()) {
            return range.reset().lookingAt() ? whole : unsatisfiable(whole, "invalid range");
        }
        long size = whole.payload().length();
        boolean suffix = range.group("from").isEmpty();
        long from = suffix ? Math.max(0, size - number(range, "to")) : number(range, "from");
        long to = suffix || range.group("to").isEmpty() ? size - 1 : Math.min(size - 1, number(range, "to"));
        if (from >= size) {
            return unsatisfiable(whole, "invalid range: failed to overlap").with("Content-Range", "bytes */" + size);
        }
        if (from > to) {
            return unsatisfiable(whole, "invalid range");
        }
        return whole.with(206)
                .with(Payload.of(Arrays.copyOfRange(bytes(whole.payload()), (int) from, (int) to + 1)))
                .with("Content-Range", "bytes %d-%d/%d".formatted(from, to, size));
    }

    private static TestAnswer unsatisfiable(TestAnswer whole, String why) {
        return whole.with(416)
                .without("ETag")
                .without("Content-Type")
                .with("Content-Type", "text/plain; charset=utf-8")
                .with(Payload.of((why + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static long number(Matcher range, String group) {
        return Long.parseLong(range.group(group));
    }

    private static byte[] bytes(Payload payload) {
        var bytes = new ByteArrayOutputStream();
        try {
            payload.writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
