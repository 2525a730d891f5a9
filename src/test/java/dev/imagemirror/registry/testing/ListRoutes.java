package dev.imagemirror.registry.testing;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// The lists of tags and of repositories, in pages.
final class ListRoutes {
    /// What a page of repositories holds when nobody asks for a number, and the most that it can hold (distribution).
    private static final int REPOSITORIES = 100;

    private static final int MAX_REPOSITORIES = 1000;

    private final Store store;
    private volatile int pageSize = Integer.MAX_VALUE;

    ListRoutes(Store store) {
        this.store = store;
    }

    void pageSize(int most) {
        pageSize = most;
    }

    TestAnswer tags(TestRequest request, Matcher path) {
        String name = path.group("name");
        if (!store.hasTags(name)) {
            return TestAnswer.error(404, "NAME_UNKNOWN", "repository name not known to registry");
        }
        OptionalInt wanted = number(request, Integer.MAX_VALUE);
        if (wanted.isEmpty()) {
            return invalid();
        }
        int most = Math.min(wanted.getAsInt(), pageSize);
        List<String> page = page(request, store.tags(name), most);
        TestAnswer answer = list("{\"name\":\"%s\",\"tags\":%s}\n".formatted(name, json(page)));
        // A full page is said to be followed by another one, even when that is empty.
        return page.isEmpty() || page.size() < most ? answer : linked(answer, request, page, most);
    }

    TestAnswer catalog(TestRequest request) {
        OptionalInt wanted = number(request, REPOSITORIES);
        if (wanted.isEmpty() || wanted.getAsInt() > MAX_REPOSITORIES) {
            return invalid();
        }
        List<String> all = store.repositories();
        List<String> page = page(request, all, wanted.getAsInt());
        TestAnswer answer = list("{\"repositories\":%s}\n".formatted(json(page)));
        return page.isEmpty() || page.getLast().equals(all.getLast())
                ? answer
                : linked(answer, request, page, wanted.getAsInt());
    }

    private static List<String> page(TestRequest request, List<String> sorted, int most) {
        String last = request.parameter("last").orElse("");
        return sorted.stream()
                .filter(name -> name.compareTo(last) > 0)
                .limit(most)
                .toList();
    }

    private static String json(List<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static TestAnswer list(String document) {
        return TestAnswer.text(200, "application/json", document);
    }

    private static TestAnswer linked(TestAnswer answer, TestRequest request, List<String> page, int most) {
        String last = page.getLast().replace("/", "%2F");
        return answer.with("Link", "<%s?last=%s&n=%d>; rel=\"next\"".formatted(request.path(), last, most));
    }

    /// Empty when the request asks for what is no number of entries.
    private static OptionalInt number(TestRequest request, int otherwise) {
        String text = request.parameter("n").orElse("");
        if (text.isEmpty()) {
            return OptionalInt.of(otherwise);
        }
        return text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static TestAnswer invalid() {
        return TestAnswer.error(400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested");
    }
}
