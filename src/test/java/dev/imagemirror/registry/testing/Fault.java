package dev.imagemirror.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// What goes wrong with one request.
public sealed interface Fault {
    /// Answers this, without doing what was asked.
    record Answer(TestAnswer answer) implements Fault {}

    /// Does what was asked, and answers something else.
    record Change(UnaryOperator<TestAnswer> change) implements Fault {}

    /// Sends the head of the right answer and so many bytes of its body, then cuts the connection.
    record Cut(long afterBytes) implements Fault {}

    /// Sends the head of the right answer and so many bytes of its body, then nothing, until the registry is closed.
    record StallInBody(long afterBytes) implements Fault {}

    /// Reads the request and does not answer, until the registry is closed.
    record StallBeforeAnswer() implements Fault {}

    /// Reads the head of the request and nothing of its body, until the registry is closed.
    record StallBeforeBody() implements Fault {}

    /// Closes the connection without an answer, before the body of the request is read.
    record Drop() implements Fault {}

    /// Does what was asked, and closes without an answer.
    record Lose() implements Fault {}

    /// Answers this at once, before the body of the request is read, and closes.
    record EarlyAnswer(TestAnswer answer) implements Fault {}

    /// Sends these characters in place of an answer, and closes.
    record Garbage(String text) implements Fault {}

    /// Sends the right answer, each byte of its body after such a pause, until the client leaves or all is sent.
    record Trickle(Duration pause) implements Fault {}

    /// Does what was asked and answers well, after such a wait.
    record SlowStart(Duration delay) implements Fault {}

    /// Answers `status` with the right digest and length, and flips one byte of the body.
    static Fault corrupt() {
        return new Change(answer -> answer.with(new FlippedPayload(answer.payload())));
    }

    /// Fifty bytes more in the body, and in the announced length all but so many of them.
    static Fault longer(int hidden) {
        return new Change(answer -> {
            var payload = new ExtendedPayload(answer.payload());
            return answer.with(payload).with("Content-Length", Long.toString(payload.length() - hidden));
        });
    }

    /// Does what was asked, and names another digest in its answer.
    static Fault wrongDigest() {
        String other = Payload.EMPTY.digest();
        return new Change(answer -> answer.without("Docker-Content-Digest").with("Docker-Content-Digest", other));
    }

    static Fault status(int status) {
        return new Answer(TestAnswer.of(status));
    }

    static Fault redirect(int status, String location) {
        return new Answer(TestAnswer.of(status).with("Location", location));
    }

    /// Another payload, and fifty bytes more.
    record ExtendedPayload(Payload right) implements Payload {
        private static final int MORE = 50;

        @Override
        public long length() {
            return right.length() + MORE;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            right.writeTo(out);
            out.write(new byte[MORE]);
        }
    }

    /// Another payload with its last byte changed.
    record FlippedPayload(Payload right) implements Payload {
        @Override
        public long length() {
            return right.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            var bytes = new ByteArrayOutputStream();
            right.writeTo(bytes);
            byte[] wrong = bytes.toByteArray();
            if (wrong.length > 0) {
                wrong[wrong.length - 1] ^= 1;
            }
            out.write(wrong);
        }
    }
}
