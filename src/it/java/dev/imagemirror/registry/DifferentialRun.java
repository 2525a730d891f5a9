package dev.imagemirror.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends the requests of a script to one server and keeps what is comparable of its answers.
final class DifferentialRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("\\{(?<name>[a-z]+)}");
    private static final Pattern LOCATION = Pattern.compile("\\{location(?<first>1?)(?: as (?<other>[a-z]))?}");
    private static final List<String> COMPARED = List.of(
            "Content-Type",
            "Docker-Content-Digest",
            "ETag",
            "Range",
            "Content-Range",
            "Link",
            "OCI-Subject",
            "OCI-Filters-Applied");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final DifferentialScript script;
    private final List<String> locations = new ArrayList<>();

    DifferentialRun(String url, DifferentialScript script) {
        this.url = url;
        this.script = script;
    }

    /// What came of each step.
    List<String> outcomes() {
        return script.steps().stream().map(step -> outcome(step.line())).toList();
    }

    private String outcome(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "with" -> "";
            case "push" -> each(words, this::push);
            case "tag" -> each(words, tag -> tag(words[1], tag));
            default -> summary(send(line));
        };
    }

    /// What is to be there before; it is not compared.
    private static String each(String[] words, Function<String, HttpResponse<byte[]>> step) {
        for (int i = 2; i < words.length; i++) {
            if (step.apply(words[1] + " " + words[i]).statusCode() != 201) {
                throw new IllegalStateException("could not prepare " + words[i]);
            }
        }
        return "";
    }

    private HttpResponse<byte[]> push(String what) {
        String[] words = what.split(" ", -1);
        send("POST /v2/%s/blobs/uploads/".formatted(words[0]));
        return send("PUT {location}digest={%1$s} | body %1$s".formatted(words[1]));
    }

    private HttpResponse<byte[]> tag(String repository, String what) {
        return send("PUT /v2/%s/manifests/%s | Content-Type: application/vnd.oci.image.manifest.v1+json | body image"
                .formatted(repository, what.substring(what.indexOf(' ') + 1)));
    }

    private HttpResponse<byte[]> send(String line) {
        List<String> parts = List.of(line.split(" \\| ", -1));
        String[] head = parts.getFirst().split(" ", 2);
        byte[] body = new byte[0];
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url).resolve(address(head[1])))
                .timeout(Duration.ofSeconds(30));
        for (String part : parts.subList(1, parts.size())) {
            if (part.startsWith("body ")) {
                body = body(part.substring("body ".length())).bytes();
            } else {
                request.header(part.substring(0, part.indexOf(':')), filled(part.substring(part.indexOf(':') + 2)));
            }
        }
        try {
            HttpResponse<byte[]> answer = http.send(
                    request.method(
                                    head[0],
                                    body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofByteArray());
            answer.headers().firstValue("Location").ifPresent(locations::add);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI address(String text) {
        Matcher location = LOCATION.matcher(text);
        if (!location.find()) {
            return URI.create(filled(text));
        }
        String used = location.group("first").isEmpty() ? locations.getLast() : locations.getFirst();
        if (location.group("other") != null) {
            used = used.replace(script.repository("r"), script.repository(location.group("other")));
        }
        String rest = text.substring(location.end());
        return URI.create(used + (rest.isEmpty() ? "" : used.indexOf('?') < 0 ? "?" : "&") + filled(rest));
    }

    private String filled(String text) {
        return NAME.matcher(text).replaceAll(name -> switch (name.group(1)) {
            case "r", "s" -> script.repository(name.group(1));
            default -> body(name.group(1)).digest().text();
        });
    }

    private static DifferentialBodies body(String name) {
        return DifferentialBodies.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String summary(HttpResponse<byte[]> answer) {
        var text = new StringBuilder().append(answer.statusCode());
        COMPARED.forEach(name ->
                answer.headers().allValues(name).forEach(value -> text.append(" | %s: %s".formatted(name, value))));
        answer.headers().firstValue("Location").ifPresent(value -> text.append(" | Location"));
        answer.headers()
                .firstValue("WWW-Authenticate")
                .ifPresent(value -> text.append(" | wants ").append(value.split(" ", 2)[0]));
        boolean good = answer.statusCode() < 300;
        if (good) {
            text.append(" | length ")
                    .append(answer.headers().firstValue("Content-Length").orElse("-"));
        }
        return text + " | " + (good ? new String(answer.body(), StandardCharsets.UTF_8) : codes(answer.body()));
    }

    private static String codes(byte[] body) {
        try {
            List<String> codes = new ArrayList<>();
            for (JsonNode error : JSON.readTree(body).path("errors")) {
                codes.add(error.path("code").asText());
            }
            return codes.toString();
        } catch (JsonProcessingException e) {
            return "no JSON";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
