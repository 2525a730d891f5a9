package dev.imagemirror.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Which addresses may be connected to. Private ones may: registries live there. Judged after the name was resolved,
/// on every answer, and the connection goes to the address that was judged, so spelling and rebinding change nothing.
///
/// @param allowLoopback 127/8 and ::1
/// @param allowLinkLocal 169.254/16, fe80::/10 and the metadata addresses of the clouds
public record NetworkPolicy(boolean allowLoopback, boolean allowLinkLocal) {
    /// What the operator starts with.
    public static final NetworkPolicy STRICT = new NetworkPolicy(false, false);

    private static final Set<InetAddress> METADATA = Set.of(
            InetAddress.ofLiteral("169.254.169.254"),
            InetAddress.ofLiteral("169.254.170.2"),
            InetAddress.ofLiteral("169.254.170.23"),
            InetAddress.ofLiteral("100.100.100.200"),
            InetAddress.ofLiteral("fd00:ec2::254"));

    /// Why this address must not be connected to, or empty when it may.
    public Optional<String> refusal(InetAddress address) {
        InetAddress judged = embedded(address).orElse(address);
        if (judged.isAnyLocalAddress() || (judged.getAddress()[0] == 0 && judged.getAddress().length == 4)) {
            return Optional.of("unspecified addresses cannot be used");
        }
        if (judged.isMulticastAddress() || isBroadcast(judged)) {
            return Optional.of("multicast addresses cannot be used");
        }
        if (judged.isLoopbackAddress() && !allowLoopback) {
            return Optional.of("loopback addresses are not allowed");
        }
        if (METADATA.contains(judged) && !allowLinkLocal) {
            return Optional.of("metadata addresses are not allowed");
        }
        return judged.isLinkLocalAddress() && !allowLinkLocal
                ? Optional.of("link-local addresses are not allowed")
                : Optional.empty();
    }

    private static boolean isBroadcast(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
    }

    /// The IPv4 address that some translator on the way would make of an IPv6 one: IPv4-compatible, IPv4-translated
    /// (RFC 2765), NAT64 (RFC 6052) and 6to4 (RFC 3056). The mapped form (RFC 4291) arrives here as IPv4 already.
    private static Optional<InetAddress> embedded(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return Optional.empty();
        }
        String hex = HexFormat.of().formatHex(address.getAddress());
        if (hex.startsWith("2002")) {
            return ipv4(hex.substring(4, 12));
        }
        boolean compatible = hex.startsWith("0".repeat(24)) && !hex.startsWith("0".repeat(28));
        boolean translated = hex.startsWith("0".repeat(16) + "ffff0000") || hex.startsWith("0064ff9b" + "0".repeat(16));
        return compatible || translated ? ipv4(hex.substring(24)) : Optional.empty();
    }

    private static Optional<InetAddress> ipv4(String hex) {
        try {
            return Optional.of(InetAddress.getByAddress(HexFormat.of().parseHex(hex)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
