package dev.imagemirror.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// A kube-apiserver as clients of a real cluster know it: TLS, RBAC, ServiceAccount admission and tokens.
///
/// Without a [ControllerManager] nothing acts on what is stored: no garbage collection, a namespace is never gone,
/// and no namespace has a `default` ServiceAccount.
public final class ApiServer implements AutoCloseable {

    /// The file in [#folder()] with the administrator's kubeconfig.
    static final String KUBECONFIG = "kubeconfig";

    private final ClusterAccess access;
    private final ServiceAccountKey key;
    private final ServerProcess process;

    private ApiServer(ClusterAccess access, ServiceAccountKey key, ServerProcess process) {
        this.access = access;
        this.key = key;
        this.process = process;
    }

    public static ApiServer start(Etcd etcd) {
        return FreePort.retry(() -> startOnFreePort(etcd));
    }

    public ClusterAccess access() {
        return access;
    }

    public String url() {
        return access.url();
    }

    public String kubeconfig() {
        return access.kubeconfig();
    }

    public String kubeconfig(String token) {
        return access.kubeconfig(token);
    }

    public Path writeKubeconfig(Path file) {
        return access.writeKubeconfig(file);
    }

    /// The administrator's kubeconfig, as a file that lives as long as the server.
    public Path kubeconfigFile() {
        return folder().resolve(KUBECONFIG);
    }

    public Path log() {
        return process.log();
    }

    /// Makes the API server unreachable; what it stored stays in etcd.
    public void stop() {
        process.stop();
    }

    /// Starts the API server again on the same port.
    public void restart() {
        process.restart();
    }

    @Override
    public void close() {
        process.close();
    }

    Path folder() {
        return process.folder();
    }

    Path serviceAccountKey() {
        return key.signing();
    }

    private static ApiServer startOnFreePort(Etcd etcd) {
        Path folder = ServerFolder.create("kube-apiserver");
        ServiceAccountKey key = ServiceAccountKey.createIn(folder);
        String token = randomToken();
        Path tokens = folder.resolve("tokens.csv");
        ServerFolder.write(tokens, token + ",admin,admin,system:masters\n");
        int port = FreePort.find();
        ServerProcess process = ServerProcess.start(
                launch(etcd, folder, key, port),
                () -> Files.exists(certificates(folder))
                        && access(folder, port, token).isOk("/readyz"));
        ClusterAccess access = access(folder, port, token);
        access.writeKubeconfig(folder.resolve(KUBECONFIG));
        return new ApiServer(access, key, process);
    }

    private static Launch launch(Etcd etcd, Path folder, ServiceAccountKey key, int port) {
        return Launch.in(
                folder,
                "kube-apiserver",
                ServerBinaries.path("kube-apiserver"),
                "--etcd-servers=" + etcd.url(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                // A machine without a default route has no address to advertise, and nobody here asks for one.
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--cert-dir=" + folder.resolve("tls"),
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-key-file=" + key.checking(),
                "--service-account-signing-key-file=" + key.signing(),
                "--authorization-mode=RBAC",
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--service-cluster-ip-range=10.0.0.0/24");
    }

    private static ClusterAccess access(Path folder, int port, String token) {
        return new ClusterAccess("https://127.0.0.1:" + port, token, ServerFolder.read(certificates(folder)));
    }

    /// The API server makes its own certificate and puts the authority that signed it behind it.
    private static Path certificates(Path folder) {
        return folder.resolve("tls/apiserver.crt");
    }

    private static String randomToken() {
        byte[] bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
