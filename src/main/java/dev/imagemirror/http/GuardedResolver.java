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

    private static final Pattern LOCALHOST = Pattern.compile("(?i)(.+\\.)?localhost\\.?");
    /// The last label is a number: no name of a host, but many resolvers read it as an address.
    private static final Pattern NUMBER = Pattern.compile("(?i)(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");

    private final NetworkPolicy policy;
    private final Duration timeout;
    private final Names names;

    /// Who knows the addresses of names.
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    GuardedResolver(NetworkPolicy policy, Duration timeout) {
        this(policy, timeout, InetAddress::getAllByName);
    }

    GuardedResolver(NetworkPolicy policy, Duration timeout, Names names) {
        this.policy = policy;
        this.timeout = timeout;
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] answers = LITERAL.matcher(host).matches() ? InetAddress.getAllByName(host) : lookUp(host);
        check(answers);
        return answers;
    }

    /// What can be said of a host that somebody else resolves: addresses are judged in every spelling, and names that
    /// mean this machine are too.
    void checkUnresolved(String host) throws UnknownHostException {
        if (LITERAL.matcher(host).matches()) {
            check(InetAddress.getAllByName(host));
        } else if (LOCALHOST.matcher(host).matches()) {
            check(InetAddress.getLoopbackAddress());
        } else if (NUMBER.matcher(host).matches()) {
            throw new RefusedAddressException("is a number, which others may read as some address");
        }
    }

    private void check(InetAddress... addresses) throws RefusedAddressException {
        for (InetAddress address : addresses) {
            Optional<String> refusal = policy.refusal(address);
            if (refusal.isPresent()) {
                throw new RefusedAddressException(
                        "resolves to %s: %s".formatted(address.getHostAddress(), refusal.get()));
            }
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        var task = new FutureTask<>(() -> names.addresses(host));
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
