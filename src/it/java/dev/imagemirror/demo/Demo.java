package dev.imagemirror.demo;

import dev.imagemirror.servers.OperatorProcess;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import dev.imagemirror.servers.ServerBinaries;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Starts a cluster, two registries and the operator, and shows how an ImageMirror fills the target and follows the
/// source.
public final class Demo {

    private static final Path RESOURCE_DEFINITION = Path.of("crds/imagemirrors.imagemirror.dev-v1.yml");
    private static final Path QUICKSTART = Path.of("manifests/examples/quickstart.yaml");

    private final Steps steps;
    private final DemoServers servers;

    private Demo(Steps steps, DemoServers servers) {
        this.steps = steps;
        this.servers = servers;
    }

    public static void main(String[] arguments) {
        List<String> options = List.of(arguments);
        if (!List.of("--once").containsAll(options)) {
            System.err.println("usage: ./imagemirror demo [--once]");
            System.exit(2);
        }
        Steps steps = new Steps(System.out);
        DemoServers servers = new DemoServers();
        // Whatever ends the demo, this ends all that it started. What else is told from then on is only that servers
        // are gone.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            steps.end();
            servers.close();
        }));
        System.exit(new Demo(steps, servers).run(options.contains("--once")) ? 0 : 1);
    }

    /// True when everything was mirrored.
    private boolean run(boolean once) {
        try {
            Parties parties = start();
            boolean mirrored = show(parties);
            if (!once) {
                steps.say(parties.furtherLooks());
                stay();
            }
            return mirrored;
        } catch (IllegalStateException | UncheckedIOException e) {
            steps.say("\n" + e.getMessage());
            return false;
        }
    }

    private Parties start() {
        steps.title("A cluster and two registries");
        ServerBinaries.require("etcd", "kube-apiserver", "registry", "crane");
        KubernetesApi cluster = servers.startCluster();
        steps.done("API server", cluster.url());
        RegistryServer source = servers.startRegistry(RegistryOptions.named("source"));
        steps.done("source registry", source.url());
        RegistryServer target =
                servers.startRegistry(RegistryOptions.named("target").withPassword());
        steps.done("target registry", target.url() + ", with a password");

        steps.title("The operator");
        cluster.apply(RESOURCE_DEFINITION);
        cluster.awaitServed(MirrorWatch.LIST);
        steps.done("custom resource", "applied " + RESOURCE_DEFINITION);
        OperatorProcess operator = servers.startOperator(cluster, source, target);
        steps.done("operator", "is ready");
        return new Parties(cluster, source, target, operator);
    }

    private boolean show(Parties parties) {
        String source = parties.source().address();
        String target = parties.target().address();
        MirrorWatch watch = new MirrorWatch(parties.cluster(), steps);
        try {
            steps.title("A mirror of three repositories");
            DemoImages images = new DemoImages(source);
            steps.done("source", images.pushFirst());
            new Quickstart(source, target).read(QUICKSTART).forEach(parties.cluster()::apply);
            steps.done("mirror", "applied " + QUICKSTART + " with the ports of these registries");
            watch.awaitReady();

            steps.title("The source changes");
            steps.done("source", images.pushSecond());
            steps.done("mirror", "asked for a run by its annotation imagemirror.dev/requestedAt");
            watch.requestRun();

            steps.title("Another program compares both sides");
            CraneCheck crane = new CraneCheck(servers.folder(), target, steps);
            return crane.compare(watch.mirroredTags(), DemoImages.MIRRORED_TAGS);
        } catch (NotSettledException e) {
            steps.say("\n" + e.getMessage() + "\n\nThe operator's log ends with\n"
                    + parties.operator().logTail());
            return false;
        }
    }

    private static void stay() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Who takes part.
    private record Parties(
            KubernetesApi cluster, RegistryServer source, RegistryServer target, OperatorProcess operator) {

        String furtherLooks() {
            return """

                    Look further, in another terminal:
                      export KUBECONFIG=%s
                      kubectl get imagemirrors.imagemirror.dev
                      kubectl get imagemirrors.imagemirror.dev quickstart -o yaml
                      curl -u %s:%s %s/v2/mirror/app/tags/list
                      curl %s/v2/app/tags/list
                      less %s

                    Ctrl-C ends and removes everything.""".formatted(
                            cluster.kubeconfig(),
                            RegistryServer.USER,
                            RegistryServer.PASSWORD,
                            target.url(),
                            source.url(),
                            operator.log());
        }
    }
}
