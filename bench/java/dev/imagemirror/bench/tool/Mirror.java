package dev.imagemirror.bench.tool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// The document that asks imagemirror for a job.
record Mirror(Job job, boolean dryRun) {

    Path write() {
        return job.write("mirror.yaml", text());
    }

    private String text() {
        Access access = job.access();
        String ends = (access.authority() == null ? "" : ", certSecretRef: {name: trust}")
                + (access.login() == null ? "" : ", secretRef: {name: login}");
        String mirror = """
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata: {name: bench}
                spec:
                  dryRun: %b
                  maxTags: 200000
                  sources: [{repository: '%s'}]
                  target: {registry: '%s', prefix: '/%s', plainHTTP: %b%s}
                  registries: [{host: '%s', plainHTTP: %b%s}]
                """.formatted(
                        dryRun,
                        job.source(),
                        job.to(),
                        Job.PREFIX.replace("/", ""),
                        access.isPlain(),
                        ends,
                        job.from(),
                        access.isPlain(),
                        ends);
        return mirror
                + secret("trust", "Opaque", "ca.crt", access.authority() == null ? "" : access.authority())
                + secret(
                        "login",
                        "kubernetes.io/dockerconfigjson",
                        ".dockerconfigjson",
                        access.dockerConfig(job.from(), job.to()));
    }

    private static String secret(String name, String type, String key, String value) {
        return """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: %s}
                type: %s
                data: {'%s': %s}
                """.formatted(
                        name, type, key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }
}
