package dev.imagemirror.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/// Reads one page of a tag list, token by token, so that a large page costs no more than its tags. Registries are
/// known to send null for the list, null among the tags (Nexus), and digests (Artifactory): such are left out.
final class TagPage {
    private static final JsonFactory JSON = new JsonFactory();

    private TagPage() {}

    /// What answered is no tag list.
    static final class NotTagsException extends Exception {
        NotTagsException(String message) {
            super(message);
        }
    }

    static void read(Response response, Set<Tag> tags, int limit) throws NotTagsException {
        String type = response.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html")) {
            throw new NotTagsException("the answer is a page of HTML");
        }
        try (JsonParser parser = JSON.createParser(response.bounded(limit, "a page of the tag list"))) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !readObject(parser, tags)) {
                throw new NotTagsException("the answer is JSON, but no tag list");
            }
            drain(parser);
        } catch (JsonProcessingException e) {
            throw new NotTagsException("the answer is not JSON");
        } catch (IOException e) {
            throw new TransportException(
                    TransportFault.UNREACHABLE, response.uri().getHost(), "the answer broke", e);
        }
    }

    private static boolean readObject(JsonParser parser, Set<Tag> tags) throws IOException {
        boolean known = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            known |= field.equals("tags") || field.equals("name");
            JsonToken value = parser.nextToken();
            if (field.equals("tags") && value == JsonToken.START_ARRAY) {
                readTags(parser, tags);
            } else {
                parser.skipChildren();
            }
        }
        return known;
    }

    private static void readTags(JsonParser parser, Set<Tag> tags) throws IOException {
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY && token != null) {
            if (token == JsonToken.VALUE_STRING && Tag.isValid(parser.getText()) && tags.size() <= Listing.MAX_TAGS) {
                tags.add(new Tag(parser.getText()));
            }
            parser.skipChildren();
        }
    }

    /// To the end of the body, so that the connection can be used again.
    private static void drain(JsonParser parser) throws IOException {
        while (parser.nextToken() != null) {
            parser.skipChildren();
        }
    }
}
