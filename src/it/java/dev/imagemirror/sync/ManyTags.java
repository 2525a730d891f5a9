package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRequest;
import dev.imagemirror.registry.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A source whose repository `app` has many tags, each of an image of its own, and a target that takes them. Every
/// answer is made when it is asked for, so that both cost little; the target keeps nothing but the names of the tags,
/// and takes no manifest but the right one.
final class ManyTags implements AutoCloseable {
    private static final Pattern MANIFEST = Pattern.compile("/v2/app/manifests/(v[0-9]+)");
    private static final String CONFIG = "{}";

    final TestServer source;
    final TestServer target;
    private final List<String> tags;
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private final AtomicInteger writes = new AtomicInteger();

    ManyTags(int count) {
        tags = IntStream.range(0, count).mapToObj(number -> "v" + number).toList();
        source = TestServer.answering(request -> answer(request, tags));
        target = TestServer.answering(this::targetAnswer);
    }

    /// How many tags the target has.
    int tagsAtTarget() {
        return written.size();
    }

    /// How many tags were written, those that were there included.
    int writes() {
        return writes.get();
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }

    private TestAnswer targetAnswer(TestRequest request) {
        Matcher manifest = MANIFEST.matcher(request.path());
        return switch (request.method()) {
            case "POST" -> TestAnswer.of(202).with("Location", request.path() + "1");
            case "PUT" -> manifest.matches() ? write(request, manifest.group(1)) : TestAnswer.of(201);
            default -> {
                boolean known = !manifest.matches() || written.contains(manifest.group(1));
                yield known && !written.isEmpty() ? answer(request, written) : unknown();
            }
        };
    }

    private TestAnswer write(TestRequest request, String tag) {
        byte[] right = manifest(tag);
        try {
            if (!Arrays.equals(request.body().readAllBytes(), right)) {
                return TestAnswer.error(400, "MANIFEST_INVALID", "another manifest was expected");
            }
        } catch (IOException e) {
            return TestAnswer.of(400);
        }
        written.add(tag);
        writes.incrementAndGet();
        return TestAnswer.of(201).with("Docker-Content-Digest", Digest.of(right).text());
    }

    private static TestAnswer answer(TestRequest request, Iterable<String> listed) {
        Matcher manifest = MANIFEST.matcher(request.path());
        if (manifest.matches()) {
            byte[] bytes = manifest(manifest.group(1));
            return TestAnswer.of(200)
                    .with("Content-Type", MediaType.OCI_MANIFEST.text())
                    .with("Docker-Content-Digest", Digest.of(bytes).text())
                    .with(Payload.of(bytes));
        }
        if (request.path().endsWith("/tags/list")) {
            String names = "\"" + String.join("\",\"", listed) + "\"";
            return TestAnswer.text(200, "application/json", "{\"name\":\"app\",\"tags\":[" + names + "]}");
        }
        return request.path().contains("/blobs/")
                ? TestAnswer.text(200, "application/octet-stream", CONFIG)
                : unknown();
    }

    private static TestAnswer unknown() {
        return TestAnswer.error(404, "NAME_UNKNOWN", "unknown");
    }

    private static byte[] manifest(String tag) {
        return """
            {"schemaVersion":2,"mediaType":"%1$s","config":{"mediaType":"application/vnd.oci.empty.v1+json",\
            "digest":"%2$s","size":2},"layers":[],"annotations":{"dev.imagemirror.tag":"%3$s"}}""".formatted(MediaType.OCI_MANIFEST, Digest.of(CONFIG.getBytes(StandardCharsets.UTF_8)), tag)
                .getBytes(StandardCharsets.UTF_8);
    }
}
