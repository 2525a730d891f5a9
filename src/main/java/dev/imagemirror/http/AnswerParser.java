package dev.imagemirror.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the heads of the answers of one connection, and tells whether more came than the answer announced.
final class AnswerParser extends DefaultHttpResponseParser {
    private @Nullable SessionInputBuffer input;

    AnswerParser(Http1Config config) {
        super(config);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream stream) throws IOException, HttpException {
        input = buffer;
        return super.parse(buffer, stream);
    }

    /// Whether there is something left after the answer, once it was read to its end.
    boolean hasRest() {
        return input != null && input.length() > 0;
    }
}
