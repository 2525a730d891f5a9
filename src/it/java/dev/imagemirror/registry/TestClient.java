package dev.imagemirror.registry;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Transport;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Registry;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// The client as the program has it, with connections of its own.
final class TestClient implements AutoCloseable {
    private final Transport transport;
    private final Authenticator authenticator;
    private final Hosts hosts = new Hosts();

    TestClient() {
        this(settings -> settings);
    }

    /// @param change what is not as usual
    TestClient(UnaryOperator<TransportSettings> change) {
        transport = new ApacheTransport(change.apply(TransportSettings.of(new NetworkPolicy(true, false))
                .within(Duration.ofSeconds(5), Duration.ofSeconds(20))));
        authenticator = new Authenticator(transport, System::nanoTime);
    }

    /// @param address host and port
    Tour http(String address, Credential credential) {
        return tour("http", address, credential);
    }

    Tour https(String address, Credential credential) {
        return tour("https", address, credential);
    }

    private Tour tour(String scheme, String address, Credential credential) {
        Registry registry = Registry.parse(address);
        var client = new RegistryClient(
                authenticator,
                Credentials.of(registry, credential),
                RegistrySettings.of(name -> scheme.equals("http"), hosts));
        return new Tour(client, hosts, scheme, registry);
    }

    static Failure failure(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(ContentException.class, call).failure();
    }

    @Override
    public void close() {
        transport.close();
    }
}
