package dev.imagemirror.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Requests that are sent one after the other; `scripts.txt` says how they are written.
///
/// @param number gives the script repositories of its own
/// @param server what it needs: `shared`, or a server of its own: `alone`, `password`, `no-deletes`
record DifferentialScript(String name, int number, String server, List<Step> steps) {
    private static final String FILE = "/differential/scripts.txt";

    /// One line.
    ///
    /// @param difference why the answers are not the same, empty when they are
    record Step(String line, String difference) {
        @Override
        public String toString() {
            return line;
        }
    }

    @Override
    public String toString() {
        return name;
    }

    static List<DifferentialScript> all() {
        List<DifferentialScript> scripts = new ArrayList<>();
        String difference = "";
        for (String line : read().lines().toList()) {
            if (line.startsWith("== ")) {
                scripts.add(begin(line.substring(3), scripts.size()));
            } else if (line.startsWith("differs ")) {
                difference = line.substring("differs ".length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                scripts.getLast().steps().add(new Step(line, difference));
                difference = "";
            }
        }
        return scripts;
    }

    /// A name of a repository, `r` or `s`.
    String repository(String letter) {
        return "script-%d/%s".formatted(number, letter);
    }

    private static DifferentialScript begin(String title, int number) {
        int at = title.indexOf(" @");
        return at < 0
                ? new DifferentialScript(title, number, "shared", new ArrayList<>())
                : new DifferentialScript(title.substring(0, at), number, title.substring(at + 2), new ArrayList<>());
    }

    private static String read() {
        try (InputStream file = DifferentialScript.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
