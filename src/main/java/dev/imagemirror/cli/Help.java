package dev.imagemirror.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;

/// What `--help` prints, in lines of at most 80 columns.
final class Help {
    private static final int WIDTH = 80;
    private static final String MARGIN = "  ";
    private static final String GAP = "   ";
    /// A longer label has a line of its own.
    private static final int LONGEST_LABEL = 24;

    private Help() {}

    /// Without an end of line.
    static String of(Command command) {
        String start = "Usage: " + command.name();
        List<String> sections = new ArrayList<>();
        sections.add(start + " " + wrap(synopsis(command), start.length() + 1));
        sections.add(wrap(words(command.description()), 0));
        sections.add(table(rows(command)));
        String footer = command.footer().get();
        if (!footer.isEmpty()) {
            sections.add("\n" + footer.stripTrailing());
        }
        return String.join("\n", sections);
    }

    /// Two columns: labels, and what they stand for.
    static String table(Map<String, String> rows) {
        int widest = rows.keySet().stream()
                .mapToInt(String::length)
                .filter(width -> width <= LONGEST_LABEL)
                .max()
                .orElse(0);
        int indent = MARGIN.length() + widest + GAP.length();
        List<String> lines = new ArrayList<>();
        rows.forEach((label, text) -> {
            String first = MARGIN + label;
            String space = label.length() > widest ? "\n" + " ".repeat(indent) : " ".repeat(indent - first.length());
            lines.add(first + space + wrap(words(text), indent));
        });
        return String.join("\n", lines);
    }

    private static List<String> synopsis(Command command) {
        List<String> parts = new ArrayList<>();
        parts.add("[-hV]");
        for (Option option : command.options()) {
            String shortest = option.getOpt() == null ? Arguments.name(option) : "-" + option.getOpt();
            String part = shortest + Syntax.values(option);
            parts.add(option.isRequired() ? part : "[" + part + "]");
        }
        command.operands().forEach(operand -> parts.add(operand.name()));
        return parts;
    }

    private static Map<String, String> rows(Command command) {
        Map<String, String> rows = new LinkedHashMap<>();
        command.operands().forEach(operand -> rows.put("    " + operand.name(), operand.description()));
        Syntax.all(command).forEach(option -> rows.put(label(option), option.getDescription()));
        return rows;
    }

    private static String label(Option option) {
        String start = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
        return start + Arguments.name(option) + Syntax.values(option);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    /// Fills lines, of which the first has begun already and the others are indented.
    private static String wrap(List<String> words, int indent) {
        StringBuilder text = new StringBuilder();
        int column = indent;
        for (String word : words) {
            if (column > indent && column + 1 + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(indent));
                column = indent;
            } else if (column > indent) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }
}
