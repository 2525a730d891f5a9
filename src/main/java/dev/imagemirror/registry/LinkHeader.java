package dev.imagemirror.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the next page in `Link` headers (RFC 8288): several links in a line or in several, commas within the address,
/// parameters in any order, `rel` quoted or not.
final class LinkHeader {
    private static final int MAX_LINE = 16 * 1024;
    private static final Pattern LINK = Pattern.compile(
            "<(?<address>[^<>]*)>(?<parameters>(?:\\s*;\\s*[^\\s=;,]+\\s*(?:=\\s*(?:\"[^\"]*\"|[^\\s;,\"]*))?)*)");
    private static final Pattern REL = Pattern.compile(";\\s*rel\\s*=\\s*\"?(?<values>[^\";,]*)\"?");

    private LinkHeader() {}

    static Optional<String> next(List<String> lines) {
        return lines.stream()
                .filter(line -> line.length() <= MAX_LINE)
                .flatMap(line -> LINK.matcher(line).results())
                .filter(link -> isNext(link.group("parameters")))
                .map(link -> link.group("address"))
                .findFirst();
    }

    private static boolean isNext(String parameters) {
        Matcher rel = REL.matcher(parameters.toLowerCase(Locale.ROOT));
        return rel.find() && List.of(rel.group("values").strip().split("\\s+")).contains("next");
    }
}
