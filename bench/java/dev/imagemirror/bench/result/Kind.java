package dev.imagemirror.bench.result;

import java.util.Optional;
import java.util.stream.Stream;

/// What a registry was asked for, as its own count of requests tells it apart.
public enum Kind {
    LIST("tags", "get", "tag lists"),
    MANIFEST_HEAD("manifest", "head", "manifest HEAD"),
    MANIFEST_GET("manifest", "get", "manifest GET"),
    MANIFEST_PUT("manifest", "put", "manifest PUT"),
    BLOB_HEAD("blob", "head", "blob HEAD"),
    BLOB_GET("blob", "get", "blob GET"),
    /// The beginning of an upload, also one that a refused mount began.
    UPLOAD_POST("blob_upload", "post", "upload POST"),
    /// A POST after which the blob was there without its bytes.
    MOUNT("blob_upload", "post", "mount"),
    UPLOAD_PATCH("blob_upload_chunk", "patch", "upload PATCH"),
    UPLOAD_PUT("blob_upload_chunk", "put", "upload PUT"),
    /// Whatever else: `/v2/`, deletions, questions about an upload.
    OTHER("", "", "other");

    private static final String CREATED = "201";

    private final String handler;
    private final String method;
    private final String title;

    Kind(String handler, String method, String title) {
        this.handler = handler;
        this.method = method;
        this.title = title;
    }

    /// As it stands in the tables.
    public String title() {
        return title;
    }

    /// By the labels of distribution's metric `registry_http_requests_total`.
    static Kind of(String handler, String method, String code) {
        Optional<Kind> found = Stream.of(values())
                .filter(kind -> kind.handler.equals(handler) && kind.method.equals(method))
                .findFirst();
        return found.filter(kind -> kind == UPLOAD_POST && code.equals(CREATED))
                .map(mounted -> MOUNT)
                .or(() -> found)
                .orElse(OTHER);
    }
}
