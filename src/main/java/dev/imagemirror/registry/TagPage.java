package dev.imagemirror.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads one page of a tag list, token by token, so that a large page costs no more than its tags: `tags`, and
/// `manifest`, in which Google's registries say what each tag names.
final class TagPage {
    private TagPage() {}

    /// What answered is no tag list.
    static final class NotTagsException extends Exception {
        NotTagsException(String message) {
            super(message);
        }
    }

    static void read(Response response, FoundTags found, int limit) throws NotTagsException {
        if (response.type().equals("text/html")) {
            throw new NotTagsException("the answer is a page of HTML");
        }
        try (JsonParser parser = Json.FACTORY.createParser(response.bounded(limit, "a page of the tag list"))) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !readPage(parser, found)) {
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

    private static boolean readPage(JsonParser parser, FoundTags found) throws IOException {
        boolean known = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            known |= field.equals("tags") || field.equals("name");
            JsonToken value = parser.nextToken();
            switch (field) {
                case "tags" -> readTexts(parser, value, found::add);
                case "manifest" -> readManifests(parser, value, found);
                default -> parser.skipChildren();
            }
        }
        return known;
    }

    /// `{"sha256:…": {"tag": ["v1", "v2"], …}, …}`.
    private static void readManifests(JsonParser parser, JsonToken start, FoundTags found) throws IOException {
        while (start == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
            String digest = parser.currentName();
            JsonToken value = parser.nextToken();
            while (value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean tags = parser.currentName().equals("tag");
                readTexts(parser, parser.nextToken(), tags ? tag -> found.add(tag, digest) : text -> {});
            }
            if (value != JsonToken.START_OBJECT) {
                parser.skipChildren();
            }
        }
        if (start != JsonToken.START_OBJECT) {
            parser.skipChildren();
        }
    }

    /// The texts of a list, and nothing of anything else.
    private static void readTexts(JsonParser parser, JsonToken start, Consumer<String> each) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY && token != null) {
            if (token == JsonToken.VALUE_STRING) {
                each.accept(parser.getText());
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
