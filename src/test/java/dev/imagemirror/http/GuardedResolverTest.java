package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardedResolverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void oneBadAnswerAmongGoodOnesIsEnough() {
        GuardedResolver resolver = resolver("192.0.2.1 169.254.169.254");

        assertThatThrownBy(() -> resolver.resolve("a.test"))
                .isInstanceOf(GuardedResolver.RefusedAddressException.class)
                .hasMessage("resolves to 169.254.169.254: metadata addresses are not allowed");
    }

    /// A name that changes between the look and the connection changes nothing: what was judged is what is returned.
    @Test
    void nobodyIsAskedTwice() throws UnknownHostException {
        GuardedResolver resolver = resolver("192.0.2.1", "127.0.0.1");

        assertThat(resolver.resolve("a.test")).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
        assertThatThrownBy(() -> resolver.resolve("a.test"))
                .isInstanceOf(GuardedResolver.RefusedAddressException.class);
    }

    @Test
    void aLookUpThatHangsIsLeftBehind() {
        var never = new CountDownLatch(1);
        var resolver = new GuardedResolver(NetworkPolicy.STRICT, Duration.ofMillis(20), host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[0];
        });

        assertThatThrownBy(() -> resolver.resolve("a.test")).isInstanceOf(UnknownHostException.class);
        never.countDown();
    }

    /// Gives these answers, one after the other.
    private static GuardedResolver resolver(String... answers) {
        Iterator<String> left = List.of(answers).iterator();
        return new GuardedResolver(
                NetworkPolicy.STRICT,
                PATIENCE,
                host -> Stream.of(left.next().split(" ", -1))
                        .map(InetAddress::ofLiteral)
                        .toArray(InetAddress[]::new));
    }
}
