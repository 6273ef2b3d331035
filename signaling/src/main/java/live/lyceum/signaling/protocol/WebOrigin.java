package live.lyceum.signaling.protocol;

import java.net.URI;
import java.util.Locale;

/// The origin of an address (RFC 6454 section 6.2), written as browsers write it.
public final class WebOrigin {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private WebOrigin() {}

    /// The origin of this address.
    ///
    /// @param url `http` or `https`, with a host
    public static String of(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        String port = url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port;
    }
}
