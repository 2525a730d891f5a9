package dev.imagemirror.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table in Markdown.
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    Table(String... head) {
        columns = head.length;
        add(head);
    }

    Table add(String... cells) {
        if (cells.length > columns) {
            throw new IllegalArgumentException("a row has more cells than the head");
        }
        List<String> row = new ArrayList<>(List.of(cells));
        while (row.size() < columns) {
            row.add("");
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        String head = line(rows.getFirst()) + "|---".repeat(columns) + "|\n";
        return rows.stream().skip(1).map(Table::line).collect(Collectors.joining("", head, ""));
    }

    private static String line(List<String> row) {
        return row.stream().map(Table::escaped).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|").replace("\n", " ");
    }
}
