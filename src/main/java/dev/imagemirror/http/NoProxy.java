package dev.imagemirror.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hosts that are reached without a proxy, as `NO_PROXY` says: a list of `*`, addresses, networks (`10.0.0.0/8`),
/// names, which cover what is below them too, and names with a leading dot, which cover only that. A port after a name
/// or address limits it to that port. Networks cover hosts that are written as addresses; no name is resolved.
///
/// What is none of these covers nothing.
public record NoProxy(List<Rule> rules) {
    private static final Pattern PORT = Pattern.compile("(.+?):([0-9]{1,5})");
    private static final Pattern NETWORK = Pattern.compile("([0-9a-fA-F.:]+)/([0-9]{1,3})");

    /// @param port 0 for every port
    record Rule(Hosts hosts, int port) {}

    sealed interface Hosts {
        record All() implements Hosts {}

        /// @param itself whether the name itself is covered too
        record Below(String name, boolean itself) implements Hosts {}

        record Network(InetAddress address, int bits) implements Hosts {}
    }

    public NoProxy {
        rules = List.copyOf(rules);
    }

    static NoProxy of(String text) {
        return new NoProxy(Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
                .filter(entry -> !entry.isEmpty())
                .map(NoProxy::rule)
                .toList());
    }

    /// @param host an address without brackets
    boolean covers(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        Optional<InetAddress> address = address(name);
        return name.equals("localhost")
                || address.filter(InetAddress::isLoopbackAddress).isPresent()
                || rules.stream()
                        .filter(rule -> rule.port() == 0 || rule.port() == port)
                        .anyMatch(rule -> covers(rule.hosts(), name, address));
    }

    private static boolean covers(Hosts hosts, String name, Optional<InetAddress> address) {
        return switch (hosts) {
            case Hosts.All all -> true;
            case Hosts.Below(String top, boolean itself) -> (itself && name.equals(top)) || name.endsWith("." + top);
            case Hosts.Network network ->
                address.filter(found -> contains(network, found)).isPresent();
        };
    }

    private static boolean contains(Hosts.Network network, InetAddress address) {
        byte[] wanted = network.address().getAddress();
        byte[] found = address.getAddress();
        if (wanted.length != found.length) {
            return false;
        }
        for (int bit = 0; bit < network.bits(); bit++) {
            int mask = 0x80 >> bit % 8;
            if ((wanted[bit / 8] & mask) != (found[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Rule rule(String entry) {
        Matcher network = NETWORK.matcher(entry);
        if (network.matches()) {
            Optional<InetAddress> address = address(network.group(1));
            int bits = Integer.parseInt(network.group(2));
            if (address.isPresent() && bits <= address.get().getAddress().length * 8) {
                return new Rule(new Hosts.Network(address.get(), bits), 0);
            }
        }
        Matcher port = PORT.matcher(entry);
        return address(entry).isEmpty() && port.matches()
                ? new Rule(hosts(port.group(1)), Integer.parseInt(port.group(2)))
                : new Rule(hosts(entry), 0);
    }

    private static Hosts hosts(String text) {
        String name = Proxies.withoutBrackets(text);
        if (name.equals("*")) {
            return new Hosts.All();
        }
        Optional<InetAddress> address = address(name);
        if (address.isPresent()) {
            return new Hosts.Network(address.get(), address.get().getAddress().length * 8);
        }
        return name.startsWith("*.") || name.startsWith(".")
                ? new Hosts.Below(name.substring(name.indexOf('.') + 1), false)
                : new Hosts.Below(name, true);
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
