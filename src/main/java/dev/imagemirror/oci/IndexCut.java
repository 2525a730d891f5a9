package dev.imagemirror.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Cuts entries out of the bytes of an index that has been read before. Writing the document anew would make its
/// digest depend on the writer: on its spaces, its escapes, its numbers.
final class IndexCut {
    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] bytes;
    private final List<Span> entries = new ArrayList<>();

    /// Bytes from `start` to before `end`.
    private record Span(int start, int end) {}

    private IndexCut(byte[] bytes) {
        this.bytes = bytes;
    }

    static IndexCut of(byte[] index) {
        IndexCut cut = new IndexCut(index);
        try (JsonParser parser = JSON.createParser(index)) {
            cut.find(parser);
        } catch (IOException e) {
            throw new IllegalStateException("an index that was read can be read again", e);
        }
        return cut;
    }

    /// The document with those entries whose number passes. Between them stands what stood between the first two.
    byte[] keep(IntPredicate kept) {
        ByteArrayOutputStream shorter = new ByteArrayOutputStream(bytes.length);
        int first = entries.getFirst().start();
        copy(new Span(0, first), shorter);
        boolean begun = false;
        for (int i = 0; i < entries.size(); i++) {
            if (kept.test(i)) {
                if (begun) {
                    copy(separator(), shorter);
                }
                copy(entries.get(i), shorter);
                begun = true;
            }
        }
        copy(new Span(entries.getLast().end(), bytes.length), shorter);
        return shorter.toByteArray();
    }

    private Span separator() {
        int start = entries.getFirst().end();
        int end = entries.get(1).start();
        return new Span(start, end);
    }

    private void find(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean manifests = parser.currentName().equals("manifests");
            parser.nextToken();
            if (manifests) {
                findEntries(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void findEntries(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int start = offset(parser.currentTokenLocation().getByteOffset());
            parser.skipChildren();
            entries.add(new Span(start, offset(parser.currentLocation().getByteOffset())));
        }
    }

    private static int offset(long found) {
        if (found < 0) {
            throw new MalformedException("the index is not in UTF-8, so no part of it can be taken out");
        }
        return Math.toIntExact(found);
    }

    private void copy(Span span, ByteArrayOutputStream to) {
        to.write(bytes, span.start(), span.end() - span.start());
    }
}
