package dev.imagemirror.servers;

import java.nio.file.Path;
import java.util.Map;

/// helm, with its caches in a folder of its own, as the user of one kubeconfig. `template` and `lint` never read that
/// file, so it need not be there for them.
public record Helm(Path folder, Path kubeconfig) {

    public CommandResult run(String... arguments) {
        Map<String, String> environment = Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "HELM_CACHE_HOME", folder.resolve("cache").toString(),
                "HELM_CONFIG_HOME", folder.resolve("config").toString(),
                "HELM_DATA_HOME", folder.resolve("data").toString());
        return Command.of(ServerBinaries.path("helm"), environment, arguments).run();
    }
}
