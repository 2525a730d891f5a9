package dev.imagemirror.registry.testing;

import java.util.regex.Pattern;

/// What a request is for; what requests are counted and scripted by.
public enum RequestKind {
    PING,
    TOKEN,
    TAGS,
    CATALOG,
    MANIFEST_HEAD,
    MANIFEST_GET,
    MANIFEST_PUT,
    MANIFEST_DELETE,
    BLOB_HEAD,
    BLOB_GET,
    BLOB_DELETE,
    UPLOAD_POST,
    UPLOAD_PATCH,
    UPLOAD_PUT,
    UPLOAD_GET,
    UPLOAD_DELETE,
    REFERRERS,
    OTHER;

    /// Names of repositories (distribution specification, "Pulling manifests"); other names are no address at all.
    private static final String WORD = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";

    private static final String NAME = "/v2/(?<name>%1$s(?:/%1$s)*)/".formatted(WORD);

    static final Pattern REFERRERS_PATH = Pattern.compile(NAME + "referrers/(?<digest>[^/]+)");
    static final Pattern TAGS_PATH = Pattern.compile(NAME + "tags/list");
    static final Pattern MANIFEST_PATH =
            Pattern.compile(NAME + "manifests/(?<reference>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|[a-z0-9]+:[a-zA-Z0-9]+)");
    static final Pattern UPLOAD_PATH = Pattern.compile(NAME + "blobs/uploads/(?<id>[a-zA-Z0-9-_.=]*)");
    static final Pattern BLOB_PATH = Pattern.compile(NAME + "blobs/(?<digest>[a-z0-9]+:[a-zA-Z0-9]+)");

    static RequestKind of(String method, String path) {
        if (path.equals("/v2/")) {
            return PING;
        }
        if (path.equals("/token")) {
            return TOKEN;
        }
        if (path.equals("/v2/_catalog")) {
            return CATALOG;
        }
        if (TAGS_PATH.matcher(path).matches()) {
            return TAGS;
        }
        if (REFERRERS_PATH.matcher(path).matches()) {
            return REFERRERS;
        }
        String prefix = UPLOAD_PATH.matcher(path).matches()
                ? "UPLOAD_"
                : BLOB_PATH.matcher(path).matches() ? "BLOB_" : "MANIFEST_";
        for (RequestKind kind : values()) {
            if (path.startsWith("/v2/") && kind.name().equals(prefix + method)) {
                return kind;
            }
        }
        return OTHER;
    }
}
