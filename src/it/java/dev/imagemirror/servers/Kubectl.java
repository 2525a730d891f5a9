package dev.imagemirror.servers;

import java.nio.file.Path;
import java.util.Map;

/// kubectl as the user of one kubeconfig.
public record Kubectl(Path kubeconfig) {

    public CommandResult run(String... arguments) {
        // Its discovery cache would go to the home folder otherwise.
        Path cache = kubeconfig.resolveSibling("kubectl-cache");
        Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString(), "KUBECACHEDIR", cache.toString());
        return Command.of(ServerBinaries.path("kubectl"), environment, arguments)
                .run();
    }
}
