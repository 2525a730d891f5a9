package dev.imagemirror.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imagemirror.http.Response;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Reference;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What the head of an answer says about a manifest, as far as it can be believed.
final class ManifestAnswer {
    static final String DIGEST = "Docker-Content-Digest";

    /// Types that a web server puts on any file: the manifest's own word counts.
    private static final Set<String> GENERIC = Set.of("", "text/plain", "application/json", "application/octet-stream");

    /// Successes of a PUT that registries are known to answer; the specification knows 201 alone.
    private static final Set<Integer> WRITTEN = Set.of(200, 201, 202, 204);

    private ManifestAnswer() {}

    /// The manifest as the answer to a HEAD describes it; empty when it does not, or not credibly.
    static Optional<Descriptor> descriptor(Response response, Reference reference) {
        OptionalLong length = response.length();
        String digest = response.headers().first(DIGEST).orElse(reference instanceof Digest known ? known.text() : "");
        String type = response.type();
        if (length.isEmpty() || digest.isEmpty() || GENERIC.contains(type) || type.equals("text/html")) {
            return Optional.empty();
        }
        if (reference instanceof Digest known && !known.text().equals(digest)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Descriptor(MediaType.parse(type), Digest.parse(digest), length.getAsLong()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /// Whether this answer says that the tag still names what was remembered. One that says so of another digest is not
    /// believed.
    static boolean isUnchanged(Response response, Digest remembered) {
        return response.status() == 304
                && response.headers()
                        .first(DIGEST)
                        .map(remembered.text()::equals)
                        .orElse(true);
    }

    /// Whether this answer to a PUT says that the manifest was taken.
    static boolean isWritten(Response response) {
        return WRITTEN.contains(response.status());
    }

    /// @throws MalformedException when neither the header nor the manifest says
    static MediaType mediaType(Response response, byte[] manifest) {
        String type = response.type();
        return MediaType.parse(GENERIC.contains(type) ? stated(manifest) : type);
    }

    /// A page of HTML with status 200: a moved site, a captive portal.
    static boolean isPage(Response response, byte[] body) {
        return response.type().equals("text/html") || (body.length > 0 && body[0] == '<');
    }

    private static String stated(byte[] manifest) {
        try (JsonParser parser = Json.FACTORY.createParser(manifest)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("the manifest is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("mediaType");
                if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            throw new MalformedException("the manifest does not say of which type it is");
        } catch (IOException e) {
            throw new MalformedException("the manifest is not valid JSON", e);
        }
    }
}
