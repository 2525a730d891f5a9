package dev.imagemirror.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves names under the network policy. The connection is made to exactly what is returned here, so there is no
/// second look-up that could answer otherwise. A look-up cannot be interrupted, so the caller waits for it from
/// outside and leaves it behind when it is interrupted or late.
final class GuardedResolver implements DnsResolver {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

    private final NetworkPolicy policy;
    private final Duration timeout;

    GuardedResolver(NetworkPolicy policy, Duration timeout) {
        this.policy = policy;
        this.timeout = timeout;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] answers = LITERAL.matcher(host).matches() ? InetAddress.getAllByName(host) : lookUp(host);
        for (InetAddress answer : answers) {
            Optional<String> refusal = policy.refusal(answer);
            if (refusal.isPresent()) {
                throw new RefusedAddressException(
                        "resolves to %s: %s".formatted(answer.getHostAddress(), refusal.get()));
            }
        }
        return answers;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        var task = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofPlatform().daemon().name("resolve-" + host).start(task);
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted");
        } catch (TimeoutException | ExecutionException e) {
            throw new UnknownHostException(host);
        }
    }

    /// What the policy refused; an `UnknownHostException`, because nothing else may leave a resolver.
    static final class RefusedAddressException extends UnknownHostException {
        RefusedAddressException(String message) {
            super(message);
        }
    }
}
