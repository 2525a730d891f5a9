package dev.imagemirror.bench;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.Start;
import dev.imagemirror.bench.net.DelayProxy;
import dev.imagemirror.bench.net.RateProxy;
import dev.imagemirror.bench.result.Road;
import dev.imagemirror.bench.tool.Access;
import dev.imagemirror.bench.tool.Job;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import dev.imagemirror.servers.ServerFolder;
import dev.imagemirror.servers.TokenServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Two registries, and what lies on the road to them. They stay for all rounds of a case, so that nobody meets a cold
/// registry; their storage is filled anew for each.
final class Stage implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration TO_SOURCE = Duration.ofMillis(50);
    private static final Duration TO_TARGET = Duration.ofMillis(10);
    /// Far beyond what any tool needs.
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Deque<Runnable> endings = new ArrayDeque<>();
    private final Path folder = ServerFolder.create("jobs");
    private final Side source;
    private final Side target;
    private final String from;
    private final String to;
    private Access access = Access.OPEN;
    private int jobs;

    Stage(Road road) {
        endings.push(() -> ServerFolder.delete(folder));
        try {
            source = new Side(entrance(road, RegistryOptions.named("source")));
            endings.push(source::close);
            target = new Side(entrance(road, RegistryOptions.named("target")));
            endings.push(target::close);
            from = front(road, source, TO_SOURCE);
            to = road == Road.LIMITED ? target.address() : front(road, target, TO_TARGET);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// For whatever is to be gone with this stage.
    Path folder() {
        return folder;
    }

    Side source() {
        return source;
    }

    Side target() {
        return target;
    }

    /// The target as a run finds it.
    void reset(ImageSet set, Start start) {
        target.storage().clear();
        target.storage().put(Job.PREFIX + set.repository(), set.repository(), start.of(set));
    }

    /// A new job: this set's repository from one to the other.
    Job job(ImageSet set) {
        jobs++;
        return new Job(from, to, set.repository(), access, folder.resolve(Integer.toString(jobs)), LIMIT);
    }

    /// Ends what was begun last first.
    @Override
    public void close() {
        while (!endings.isEmpty()) {
            endings.pop().run();
        }
    }

    /// Each registry has an authority or a token server of its own; tools believe both.
    private RegistryOptions entrance(Road road, RegistryOptions options) {
        return switch (road) {
            case DIRECT, WAN, LIMITED -> options;
            case TLS -> {
                TestIdentity identity = new TestAuthority("bench").issue(HOST);
                access = new Access(
                        (access.authority() == null ? "" : access.authority()) + identity.authorityPem(), null);
                yield options.withTls(new RegistryOptions.Tls(identity.certificatePem(), identity.keyPem(), null));
            }
            case TOKEN -> {
                TestIdentity signer = new TestAuthority("tokens").issue("signer");
                TokenServer tokens = new TokenServer(signer, true, "pull", "push");
                endings.push(tokens::close);
                access = new Access(null, new Access.Login(RegistryServer.USER, RegistryServer.PASSWORD));
                Path trusted = folder.resolve("trusted-" + options.name());
                ServerFolder.write(trusted, signer.authorityPem());
                yield tokens.guarding(options, trusted);
            }
        };
    }

    /// The address that tools are told.
    private String front(Road road, Side side, Duration roundTrip) {
        return switch (road) {
            case DIRECT, TLS, TOKEN -> side.address();
            case WAN -> {
                DelayProxy proxy = new DelayProxy(side.port(), roundTrip);
                endings.push(proxy::close);
                yield HOST + ":" + proxy.port();
            }
            case LIMITED -> {
                RateProxy proxy = new RateProxy(side.url(), Road.REQUESTS_PER_SECOND);
                endings.push(proxy::close);
                yield HOST + ":" + proxy.port();
            }
        };
    }
}
