package dev.imagemirror.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/// Turns what the library and the Java runtime throw into the few faults that callers tell apart. Messages of foreign
/// exceptions are used only where they cannot hold more than host names.
final class Faults {
    private final TransportSettings settings;

    Faults(TransportSettings settings) {
        this.settings = settings;
    }

    TransportException cancelled(URI uri, @Nullable Throwable cause) {
        return new TransportException(TransportFault.CANCELLED, host(uri), "cancelled", cause);
    }

    TransportException of(IOException e, URI uri) {
        if (Thread.currentThread().isInterrupted()) {
            return cancelled(uri, e);
        }
        if (e instanceof StreamEntity.BrokenBodyException broken) {
            IOException reason = broken.reason();
            return new TransportException(
                    TransportFault.BODY_FAILED, host(uri), "the content to send could not be read", reason);
        }
        TransportFault fault = fault(e);
        return new TransportException(fault, host(uri), Redaction.clean(detail(e, fault)), e);
    }

    private static TransportFault fault(IOException e) {
        return switch (e) {
            case GuardedResolver.RefusedAddressException refused -> TransportFault.ADDRESS_REFUSED;
            case ConnectTimeoutException slow -> TransportFault.UNREACHABLE;
            case SocketTimeoutException silent -> TransportFault.TIMEOUT;
            case ConnectionRequestTimeoutException busy -> TransportFault.TIMEOUT;
            case MessageConstraintException large -> TransportFault.LIMIT_EXCEEDED;
            case ClientProtocolException garbage -> TransportFault.NOT_HTTP;
            case SSLException tls when !isBroken(tls) -> TransportFault.TLS_FAILED;
            default -> TransportFault.UNREACHABLE;
        };
    }

    private String detail(IOException e, TransportFault fault) {
        return switch (fault) {
            case ADDRESS_REFUSED -> String.valueOf(e.getMessage());
            case TIMEOUT ->
                switch (e) {
                    case ConnectionRequestTimeoutException busy ->
                        "no connection became free within " + seconds(settings.leaseTimeout());
                    case StalledException stall
                    when !stall.isSilent() -> "less than 1 KB/s moved for " + seconds(settings.socketTimeout());
                    default -> "silent for " + seconds(settings.socketTimeout());
                };
            case TLS_FAILED -> tls(e);
            case LIMIT_EXCEEDED ->
                "the head of the answer is longer than %d KiB a line, %d lines or %d interim answers"
                        .formatted(
                                Connections.MAX_HEADER_LINE / 1024,
                                Connections.MAX_HEADER_LINES,
                                QuietConnection.MAX_INTERIM);
            case NOT_HTTP -> "the answer is not HTTP";
            case UNREACHABLE, CANCELLED, BODY_FAILED -> unreachable(e);
        };
    }

    private String unreachable(IOException e) {
        return switch (e) {
            case ProxyConnector.ProxyException proxy -> String.valueOf(proxy.getMessage());
            case UnknownHostException unknown -> "the host name cannot be resolved";
            case ConnectTimeoutException slow -> "no connection within " + seconds(settings.connectTimeout());
            case ConnectException refused
            when String.valueOf(refused.getMessage()).contains("refused") -> "the connection was refused";
            case ConnectException failed -> "no connection could be made";
            case NoHttpResponseException none -> "the connection was closed without an answer";
            case MalformedChunkCodingException broken -> "the answer broke off";
            case SocketException reset -> "the connection broke: " + reset.getMessage();
            default -> "the connection broke: " + e.getMessage();
        };
    }

    private static String tls(IOException e) {
        if (e instanceof SSLPeerUnverifiedException) {
            return "TLS failed: the certificate is for another host";
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertificateExpiredException expired -> {
                    return "TLS failed: the certificate has expired";
                }
                case CertificateNotYetValidException early -> {
                    return "TLS failed: the certificate is not valid yet";
                }
                case CertPathBuilderException unknown -> {
                    return "TLS failed: the certificate is signed by an unknown authority";
                }
                default -> {}
            }
        }
        return "TLS failed: " + (e.getCause() instanceof CertificateException wrong ? certificate(wrong) : alert(e));
    }

    /// The check of the host name throws the plain exception, that of the signatures one of its subclasses.
    private static String certificate(CertificateException wrong) {
        return wrong.getClass() == CertificateException.class
                ? "the certificate is for another host"
                : "the certificate is not trusted: " + wrong.getMessage();
    }

    /// Alerts of the other side (RFC 8446, section 6.2), which the runtime gives as text only.
    private static String alert(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("certificate_required") || message.contains("handshake_failure")) {
            return "the server refused; it may ask for a client certificate";
        }
        if (message.contains("bad_certificate") || message.contains("unknown_ca")) {
            return "the server did not accept the client certificate";
        }
        return message.contains("Unsupported or unrecognized SSL message")
                ? "the server answers in plain text"
                : message;
    }

    /// A connection that was reset under TLS is no fault of TLS.
    private static boolean isBroken(SSLException e) {
        return e.getCause() instanceof SocketException
                || e.getCause() instanceof EOFException
                || e.getCause() instanceof SocketTimeoutException;
    }

    private static String host(URI uri) {
        return Origin.of(uri).authority();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
