package dev.imagemirror.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;

/// Uploads: POST, PATCH, PUT, status, cancel, mount. A body that breaks off loses its upload, as distribution does.
final class UploadRoutes {
    /// Uploads beyond this size are hashed and counted, and their bytes forgotten.
    private static final int KEPT = 8 * 1024 * 1024;

    private final Store store;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    UploadRoutes(Store store) {
        this.store = store;
    }

    /// How many uploads were begun and neither completed, cancelled nor lost.
    int openUploads() {
        return uploads.size();
    }

    TestAnswer handle(TestRequest request, Matcher path) {
        String name = path.group("name");
        if (request.method().equals("POST")) {
            return start(request, name);
        }
        Upload upload = uploads.get(path.group("id"));
        if (upload == null) {
            return TestAnswer.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
        }
        return switch (request.method()) {
            case "PATCH" -> receive(request, upload) ? accepted(202, name, upload) : TestAnswer.of(400);
            case "PUT" -> receive(request, upload) ? finish(request, name, upload) : TestAnswer.of(400);
            case "GET" -> accepted(204, name, upload);
            case "DELETE" -> {
                uploads.remove(upload.id);
                yield TestAnswer.of(204);
            }
            default -> TestAnswer.of(405);
        };
    }

    private TestAnswer start(TestRequest request, String name) {
        String digest = request.parameter("mount").orElse("");
        Payload known = request.parameter("from")
                .flatMap(from -> store.blob(from, digest))
                .orElse(null);
        if (known != null) {
            store.putBlob(name, digest, known);
            return created(name, digest);
        }
        Upload upload = new Upload("u" + numbers.incrementAndGet());
        uploads.put(upload.id, upload);
        return accepted(202, name, upload);
    }

    private boolean receive(TestRequest request, Upload upload) {
        try {
            request.body().transferTo(upload);
            return true;
        } catch (IOException e) {
            uploads.remove(upload.id);
            return false;
        }
    }

    private TestAnswer finish(TestRequest request, String name, Upload upload) {
        uploads.remove(upload.id);
        String digest = "sha256:" + HexFormat.of().formatHex(upload.computation.digest());
        if (!request.parameter("digest").orElse("").equals(digest)) {
            return TestAnswer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        store.putBlob(
                name,
                digest,
                upload.count > KEPT ? new ForgottenPayload(upload.count) : Payload.of(upload.bytes.toByteArray()));
        return created(name, digest);
    }

    private static TestAnswer created(String name, String digest) {
        return TestAnswer.of(201)
                .with("Location", "/v2/%s/blobs/%s".formatted(name, digest))
                .with("Docker-Content-Digest", digest);
    }

    private static TestAnswer accepted(int status, String name, Upload upload) {
        return TestAnswer.of(status)
                .with("Location", "/v2/%s/blobs/uploads/%s?_state=a%%2Fb%d".formatted(name, upload.id, upload.count))
                .with("Range", "0-" + Math.max(0, upload.count - 1));
    }

    /// The content of a large blob, of which only the length is left.
    private record ForgottenPayload(long length) implements Payload {
        @Override
        public void writeTo(OutputStream out) {
            throw new IllegalStateException("the bytes of large uploads are not kept");
        }
    }

    private static final class Upload extends OutputStream {
        private final String id;
        private final MessageDigest computation;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long count;

        Upload(String id) {
            this.id = id;
            try {
                computation = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            computation.update(buffer, offset, length);
            count += length;
            if (count <= KEPT) {
                bytes.write(buffer, offset, length);
            } else {
                bytes = new ByteArrayOutputStream(0);
            }
        }
    }
}
