package dev.imagemirror.servers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/// How to reach an API server.
///
/// @param url          begins with `https://`
/// @param adminToken   a bearer token of the group `system:masters`
/// @param certificates what clients must trust, and nothing else (PEM)
public record ClusterAccess(String url, String adminToken, String certificates) {

    /// A kubeconfig for the administrator.
    public String kubeconfig() {
        return kubeconfig(adminToken);
    }

    /// A kubeconfig for whoever this bearer token stands for, for example a ServiceAccount.
    public String kubeconfig(String token) {
        String authority = Base64.getEncoder().encodeToString(certificates.getBytes(StandardCharsets.US_ASCII));
        return """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: imagemirror
                    cluster:
                      server: %s
                      certificate-authority-data: %s
                users:
                  - name: bearer
                    user:
                      token: %s
                contexts:
                  - name: imagemirror
                    context:
                      cluster: imagemirror
                      user: bearer
                current-context: imagemirror
                """.formatted(url, authority, token);
    }

    /// Writes the administrator's kubeconfig and returns the file.
    public Path writeKubeconfig(Path file) {
        ServerFolder.write(file, kubeconfig());
        return file;
    }

    /// Writes a kubeconfig for this bearer token and returns the file.
    public Path writeKubeconfig(Path file, String token) {
        ServerFolder.write(file, kubeconfig(token));
        return file;
    }

    /// TLS for clients of this API server.
    public SSLContext tls() {
        return HttpProbe.trusting(certificates);
    }

    /// True when a GET of this path as administrator answers 200.
    boolean isOk(String path) {
        return HttpProbe.isOk(url + path, adminToken, certificates);
    }
}
