package dev.imagemirror.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.servers.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The example with the addresses and the account of the registries that really run.
///
/// @param source address of the source registry
/// @param target address of the target registry
record Quickstart(String source, String target) {

    /// The addresses as they are written in the example.
    private static final String WRITTEN_SOURCE = "127.0.0.1:5001";

    private static final String WRITTEN_TARGET = "127.0.0.1:5002";

    /// The example's objects.
    List<JsonNode> read(Path file) {
        try {
            String text = Files.readString(file).replace(WRITTEN_SOURCE, source).replace(WRITTEN_TARGET, target);
            List<JsonNode> objects = Yaml.read(text);
            objects.forEach(Quickstart::setAccount);
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void setAccount(JsonNode object) {
        if (object.path("stringData") instanceof ObjectNode data) {
            data.put("username", RegistryServer.USER).put("password", RegistryServer.PASSWORD);
        }
    }
}
