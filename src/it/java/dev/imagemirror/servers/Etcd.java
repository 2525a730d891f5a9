package dev.imagemirror.servers;

import java.nio.file.Path;

/// The store of an [ApiServer].
public final class Etcd implements AutoCloseable {

    private final String url;
    private final ServerProcess process;

    private Etcd(String url, ServerProcess process) {
        this.url = url;
        this.process = process;
    }

    public static Etcd start() {
        return FreePort.retry(Etcd::startOnFreePorts);
    }

    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }

    private static Etcd startOnFreePorts() {
        Path folder = ServerFolder.create("etcd");
        String url = "http://127.0.0.1:" + FreePort.find();
        String peers = "http://127.0.0.1:" + FreePort.find();
        Launch launch = Launch.in(
                folder,
                "etcd",
                ServerBinaries.path("etcd"),
                "--data-dir=" + folder,
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                // Nothing here has to survive a power cut.
                "--unsafe-no-fsync",
                "--log-level=warn");
        return new Etcd(url, ServerProcess.start(launch, () -> HttpProbe.isOk(url + "/readyz")));
    }
}
