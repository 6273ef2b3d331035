package live.lyceum.config;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How browsers and integrators reach us.
///
/// @param host address to listen on
/// @param port TCP port, 0 for any free one
/// @param tls certificate and key, or null when we speak plain HTTP
/// @param origins allowed besides our own, as a browser writes them: `https://example.org:8443`
/// @param trustedProxies whose `X-Forwarded-For` is believed
/// @param publicUrl without a slash at its end, or null when browsers connect to us directly
public record HttpSettings(
        InetAddress host,
        int port,
        @Nullable TlsSettings tls,
        Set<String> origins,
        List<Cidr> trustedProxies,
        @Nullable URI publicUrl) {
    public HttpSettings {
        origins = Set.copyOf(origins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
