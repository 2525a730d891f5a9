package dev.imagemirror.registry;

import dev.imagemirror.http.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a blob that an answer says it holds (RFC 9110, section 14.4).
final class ContentRange {
    private static final int PARTIAL = 206;
    private static final Pattern FORM =
            Pattern.compile("bytes (?<first>[0-9]{1,18})-(?<last>[0-9]{1,18})/(?<size>[0-9]{1,18}|\\*)");

    private ContentRange() {}

    /// Whether the answer holds exactly the bytes from `offset` to the end of a blob of `size` bytes, in one piece.
    static boolean isRest(Response answer, long offset, long size) {
        Matcher range =
                FORM.matcher(answer.headers().first("Content-Range").orElse("").strip());
        return answer.status() == PARTIAL
                && range.matches()
                && Long.parseLong(range.group("first")) == offset
                && Long.parseLong(range.group("last")) == size - 1
                && (range.group("size").equals("*") || Long.parseLong(range.group("size")) == size)
                && answer.length().orElse(size - offset) == size - offset;
    }
}
