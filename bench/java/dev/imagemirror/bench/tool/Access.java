package dev.imagemirror.bench.tool;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What a client needs to be let in, the same on both sides.
///
/// @param authority PEM of who signed the registries' certificates; null: plain HTTP
/// @param login     null: nobody asks
public record Access(@Nullable String authority, @Nullable Login login) {

    public static final Access OPEN = new Access(null, null);

    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    public boolean isPlain() {
        return authority == null;
    }

    /// Docker's `config.json` for these registries.
    String dockerConfig(String... registries) {
        if (login == null) {
            return "{}";
        }
        byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        StringBuilder entries = new StringBuilder();
        for (String registry : registries) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("\"%s\":{\"auth\":\"%s\"}"
                            .formatted(registry, Base64.getEncoder().encodeToString(pair)));
        }
        return "{\"auths\":{" + entries + "}}";
    }
}
