package dev.imagemirror.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parts of a page that a program writes. Each stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, on
/// lines of their own; what is outside of them belongs to people.
public final class Sections {
    private final Map<String, String> written = new LinkedHashMap<>();

    /// What a section will hold, Markdown.
    public Sections put(String name, String body) {
        written.put(name, body.strip());
        return this;
    }

    /// Whether a page has this section.
    public static boolean has(String page, String name) {
        int begin = page.indexOf(begin(name));
        return begin >= 0 && page.indexOf(end(name)) > begin;
    }

    /// The page with the new sections; all others stay as they are.
    ///
    /// @throws IllegalArgumentException when the page lacks one of them
    public String into(String page) {
        List<String> missing =
                written.keySet().stream().filter(name -> !has(page, name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the page has no sections %s; add '%s' and '%s' for each where its table is to stand"
                            .formatted(missing, begin("NAME"), end("NAME")));
        }
        String text = page;
        for (Map.Entry<String, String> section : written.entrySet()) {
            int from = text.indexOf(begin(section.getKey()))
                    + begin(section.getKey()).length();
            int to = text.indexOf(end(section.getKey()));
            text = text.substring(0, from) + "\n" + section.getValue() + "\n" + text.substring(to);
        }
        return text;
    }

    /// Writes the page with the new sections to another place, or to its own.
    public void write(Path page, Path to) {
        try {
            Files.createDirectories(to.toAbsolutePath().getParent());
            Files.writeString(to, into(Files.readString(page)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String begin(String name) {
        return "<!-- bench:" + name + " -->";
    }

    private static String end(String name) {
        return "<!-- /bench:" + name + " -->";
    }
}
