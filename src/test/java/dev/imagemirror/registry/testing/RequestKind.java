package dev.imagemirror.registry.testing;

import java.util.regex.Pattern;

/// What a request is for; what requests are counted and scripted by.
public enum RequestKind {
    PING,
    TOKEN,
    TAGS,
    MANIFEST_HEAD,
    MANIFEST_GET,
    MANIFEST_PUT,
    MANIFEST_DELETE,
    BLOB_HEAD,
    BLOB_GET,
    UPLOAD_POST,
    UPLOAD_PATCH,
    UPLOAD_PUT,
    UPLOAD_GET,
    UPLOAD_DELETE,
    REFERRERS,
    OTHER;

    static final Pattern REFERRERS_PATH = Pattern.compile("/v2/(?<name>.+)/referrers/(?<digest>[^/]+)");
    static final Pattern TAGS_PATH = Pattern.compile("/v2/(?<name>.+)/tags/list");
    static final Pattern MANIFEST_PATH = Pattern.compile("/v2/(?<name>.+)/manifests/(?<reference>[^/]+)");
    static final Pattern UPLOAD_PATH = Pattern.compile("/v2/(?<name>.+)/blobs/uploads/(?<id>[^/]*)");
    static final Pattern BLOB_PATH = Pattern.compile("/v2/(?<name>.+)/blobs/(?<digest>[^/]+)");

    static RequestKind of(String method, String path) {
        if (path.equals("/v2/")) {
            return PING;
        }
        if (path.equals("/token")) {
            return TOKEN;
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
