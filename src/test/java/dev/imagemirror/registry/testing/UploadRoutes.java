package dev.imagemirror.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Uploads: in one piece, as a stream, in chunks, in a single POST; status, cancel, mount. The address of an upload
/// holds how much of it has arrived, so an old one is refused, as distribution does. A body that breaks off loses its
/// upload.
final class UploadRoutes {
    /// Uploads beyond this size are hashed and counted, and their bytes forgotten.
    private static final int KEPT = 8 * 1024 * 1024;

    private static final Pattern CONTENT_RANGE = Pattern.compile("(?<from>[0-9]{1,18})-(?<to>[0-9]{1,18})");

    private final Store store;
    private final Manners manners;
    private final Supplier<String> url;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /// @param url of the registry, for absolute addresses
    UploadRoutes(Store store, Manners manners, Supplier<String> url) {
        this.store = store;
        this.manners = manners;
        this.url = url;
    }

    /// How many uploads were begun and neither completed, cancelled nor lost.
    int openUploads() {
        return uploads.size();
    }

    TestAnswer handle(TestRequest request, Matcher path) {
        String name = path.group("name");
        String id = path.group("id");
        if (id.isEmpty()) {
            return begin(request, name);
        }
        Upload upload = uploads.get(id);
        boolean looking = request.method().equals("GET");
        String state = request.parameter("_state").orElse("");
        if (!looking && !state.startsWith(id + "/" + name + "/")) {
            return TestAnswer.error(404, "BLOB_UPLOAD_INVALID", "blob upload invalid");
        }
        if (upload == null) {
            return unknown();
        }
        if (!looking && !state.endsWith("/" + upload.count)) {
            return TestAnswer.error(416, "RANGE_INVALID", "invalid content range");
        }
        return go(request, name, upload);
    }

    private TestAnswer begin(TestRequest request, String name) {
        return switch (request.method()) {
            case "POST" -> start(request, name);
            case "GET", "HEAD" -> unknown();
            default -> TestAnswer.wrongMethod();
        };
    }

    private static TestAnswer unknown() {
        return TestAnswer.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }

    private TestAnswer go(TestRequest request, String name, Upload upload) {
        return switch (request.method()) {
            case "PATCH" -> refusal(request, upload).orElseGet(() -> patch(request, name, upload));
            case "PUT" -> refusal(request, upload).orElseGet(() -> finish(request, name, upload));
            case "GET" -> accepted(204, name, upload);
            case "DELETE" -> {
                uploads.remove(upload.id);
                yield TestAnswer.of(204);
            }
            default -> TestAnswer.wrongMethod();
        };
    }

    private TestAnswer start(TestRequest request, String name) {
        Optional<String> single = request.parameter("digest");
        String digest = request.parameter("mount").orElse("");
        Optional<Payload> known = request.parameter("from")
                .flatMap(from -> store.blob(from, digest))
                .or(() -> manners.mountsFromAnywhere ? store.blob(digest) : Optional.empty());
        if (known.isPresent()) {
            store.putBlob(name, digest, known.get());
            return created(name, digest);
        }
        Upload upload = new Upload("u" + numbers.incrementAndGet());
        uploads.put(upload.id, upload);
        return single.isPresent() ? finish(request, name, upload) : accepted(202, name, upload);
    }

    /// What is wrong with the range that a chunk says it is.
    private static Optional<TestAnswer> refusal(TestRequest request, Upload upload) {
        Matcher range = CONTENT_RANGE.matcher(request.header("Content-Range").orElse(""));
        if (!range.matches()) {
            return Optional.empty();
        }
        long from = Long.parseLong(range.group("from"));
        long to = Long.parseLong(range.group("to"));
        if (from > to || from != upload.count) {
            return Optional.of(TestAnswer.error(416, "RANGE_INVALID", "invalid content range"));
        }
        return request.header("Content-Length").orElse("").equals(Long.toString(to - from + 1))
                ? Optional.empty()
                : Optional.of(TestAnswer.error(400, "SIZE_INVALID", "provided length did not match content length"));
    }

    private TestAnswer patch(TestRequest request, String name, Upload upload) {
        return receive(request, upload) ? accepted(202, name, upload) : TestAnswer.of(400);
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
        String wanted = request.parameter("digest").orElse("");
        if (!TestAnswer.isDigest(wanted)) {
            return TestAnswer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        if (!receive(request, upload)) {
            return TestAnswer.of(400);
        }
        if (!manners.believes && !wanted.equals(digest(upload, wanted))) {
            return TestAnswer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        uploads.remove(upload.id);
        store.putBlob(
                name,
                wanted,
                upload.count > KEPT ? new ForgottenPayload(upload.count) : Payload.of(upload.bytes.toByteArray()));
        return created(name, wanted);
    }

    /// By the algorithm of the wanted digest; large uploads by SHA-256 only.
    private static String digest(Upload upload, String wanted) {
        return wanted.startsWith("sha512:")
                ? Payload.of(upload.bytes.toByteArray()).digest("sha512")
                : "sha256:" + HexFormat.of().formatHex(upload.computation.digest());
    }

    private TestAnswer created(String name, String digest) {
        return TestAnswer.of(201)
                .with("Location", base() + "/v2/%s/blobs/%s".formatted(name, digest))
                .with("Docker-Content-Digest", digest);
    }

    private TestAnswer accepted(int status, String name, Upload upload) {
        String state = "%s%%2F%s%%2F%d".formatted(upload.id, name.replace("/", "%2F"), upload.count);
        return TestAnswer.of(status)
                .with("Location", base() + "/v2/%s/blobs/uploads/%s?_state=%s".formatted(name, upload.id, state))
                .with("Range", "0-" + Math.max(0, upload.count - 1));
    }

    private String base() {
        return manners.absoluteLocations ? url.get() : "";
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
