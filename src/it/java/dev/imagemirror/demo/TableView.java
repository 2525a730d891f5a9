package dev.imagemirror.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table of the API server, laid out as kubectl does.
///
/// @param columns those that are shown without `-o wide`
record TableView(List<Column> columns, List<List<String>> rows) {

    private static final int GAP = 3;

    /// `Unknown`: with it a row fits below the header of an earlier row.
    private static final int MIN_WIDTH = 7;

    TableView {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// @param index of its cells in a row of the answer
    record Column(int index, String name, boolean date) {}

    static TableView of(JsonNode table) {
        List<Column> columns = new ArrayList<>();
        JsonNode definitions = table.path("columnDefinitions");
        for (int index = 0; index < definitions.size(); index++) {
            JsonNode definition = definitions.get(index);
            if (definition.path("priority").asInt() == 0) {
                String name = definition.path("name").asText().toUpperCase(Locale.ROOT);
                columns.add(
                        new Column(index, name, definition.path("type").asText().equals("date")));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode row : table.path("rows")) {
            JsonNode cells = row.path("cells");
            rows.add(columns.stream()
                    .map(column -> text(cells.path(column.index())))
                    .toList());
        }
        return new TableView(columns, rows);
    }

    String header() {
        return line(names(), widths());
    }

    List<String> lines() {
        List<Integer> widths = widths();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /// The rows without how long ago something was, which changes all the time.
    List<List<String>> withoutDates() {
        return rows.stream()
                .map(row -> IntStream.range(0, columns.size())
                        .filter(number -> !columns.get(number).date())
                        .mapToObj(row::get)
                        .toList())
                .toList();
    }

    private List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    private List<Integer> widths() {
        return IntStream.range(0, columns.size())
                .mapToObj(number -> Stream.concat(Stream.of(names()), rows.stream())
                        .mapToInt(cells -> cells.get(number).length())
                        .reduce(MIN_WIDTH, Math::max))
                .toList();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int number = 0; number < cells.size(); number++) {
            String cell = cells.get(number);
            line.append(cell).repeat(' ', widths.get(number) - cell.length() + GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String text(JsonNode cell) {
        return cell.isNull() || cell.isMissingNode() ? "" : cell.asText();
    }
}
