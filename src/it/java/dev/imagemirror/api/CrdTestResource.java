package dev.imagemirror.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// Installs the CRD before the application under test starts: it watches mirrors from its first moment.
public final class CrdTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        InstalledCrd.install();
        return Map.of();
    }

    @Override
    public void stop() {}
}
