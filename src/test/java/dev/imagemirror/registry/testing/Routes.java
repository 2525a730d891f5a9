package dev.imagemirror.registry.testing;

import java.util.function.Supplier;
import java.util.regex.Matcher;

/// Who answers a request. Safe for use by many threads.
final class Routes {
    final TokenRoutes tokens;
    final ListRoutes lists;
    final UploadRoutes uploads;
    private final ManifestRoutes manifests;
    private final BlobRoutes blobs;
    private final ReferrerRoutes referrers;

    /// @param url of the registry, asked for once there are requests
    Routes(Store store, Manners manners, Supplier<String> url) {
        tokens = new TokenRoutes(manners, url);
        lists = new ListRoutes(store);
        uploads = new UploadRoutes(store, manners, url);
        manifests = new ManifestRoutes(store, manners);
        blobs = new BlobRoutes(store, manners);
        referrers = new ReferrerRoutes(store, manners);
    }

    TestAnswer answer(TestRequest request) {
        return request.kind() == RequestKind.TOKEN
                ? tokens.token(request)
                : tokens.refusal(request).orElseGet(() -> route(request));
    }

    private TestAnswer route(TestRequest request) {
        String path = request.path();
        Matcher subject = RequestKind.REFERRERS_PATH.matcher(path);
        Matcher tags = RequestKind.TAGS_PATH.matcher(path);
        Matcher manifest = RequestKind.MANIFEST_PATH.matcher(path);
        Matcher upload = RequestKind.UPLOAD_PATH.matcher(path);
        Matcher blob = RequestKind.BLOB_PATH.matcher(path);
        if (subject.matches()) {
            return referrers.referrers(request, subject);
        }
        if (tags.matches()) {
            return !request.method().equals("GET") ? TestAnswer.wrongMethod() : lists.tags(request, tags);
        }
        if (manifest.matches()) {
            return referrers.manifest(request, manifest, () -> manifests.manifest(request, manifest));
        }
        if (upload.matches()) {
            return uploads.handle(request, upload);
        }
        if (blob.matches()) {
            return blobs.blob(request, blob);
        }
        return switch (path) {
            case "/v2" ->
                TestAnswer.text(301, "text/html; charset=utf-8", "Moved").with("Location", "/v2/");
            case "/v2/" -> TestAnswer.text(200, "application/json", "{}");
            case "/v2/_catalog" -> lists.catalog(request);
            default -> TestAnswer.unknownAddress();
        };
    }
}
