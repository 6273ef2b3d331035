package live.lyceum.signaling.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import live.lyceum.config.HttpSettings;
import live.lyceum.signaling.protocol.WebOrigin;
import org.jspecify.annotations.Nullable;

/// Which pages may open a WebSocket (RFC 6455 section 10.2). Who sends no `Origin` is not a browser
/// and may. Our own origin is the public URL's; without one it is what the browser calls us, as
/// long as that is an address or localhost: another name in both headers may be a rebound one.
public final class OriginPolicy {
    private final Set<String> allowed;
    private final @Nullable String ownScheme;

    public OriginPolicy(HttpSettings settings) {
        var origins = new HashSet<>(settings.origins());
        URI publicUrl = settings.publicUrl();
        if (publicUrl != null) {
            origins.add(WebOrigin.of(publicUrl));
        }
        allowed = Set.copyOf(origins);
        ownScheme = publicUrl != null ? null : settings.tls() == null ? "http" : "https";
    }

    /// Whether a request with these headers may go on.
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null || allowed.contains(origin.toLowerCase(Locale.ROOT))) {
            return true;
        }
        return ownScheme != null
                && host != null
                && origin.equalsIgnoreCase(ownScheme + "://" + host)
                && isNoName(host);
    }

    private static boolean isNoName(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        if (name.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return !InetAddress.ofLiteral(name.replaceAll("^\\[|]$", ""))
                    .getHostAddress()
                    .isEmpty();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }
}
