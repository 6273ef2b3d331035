package live.lyceum.signaling.auth;

import java.util.Base64;

/// What deliveries to a webhook are signed with, as Standard Webhooks 1.0.0 has it ("Signature
/// scheme", symmetric).
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /// A new one.
    public static WebhookSecret random() {
        return new WebhookSecret(Secrets.random(BYTES));
    }

    /// The one that was written.
    ///
    /// @throws IllegalArgumentException if it is none
    public static WebhookSecret parse(String written) {
        if (!written.startsWith(PREFIX)) {
            throw new IllegalArgumentException("is no webhook's secret");
        }
        return new WebhookSecret(Base64.getDecoder().decode(written.substring(PREFIX.length())));
    }

    /// As the receiver gets it: `whsec_` and base64.
    public String written() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /// The header `webhook-signature`.
    ///
    /// @param id the header `webhook-id`
    /// @param timestampS the header `webhook-timestamp`, in epoch seconds
    public String signature(String id, long timestampS, String body) {
        byte[] mac = Secrets.hmac(key, "%s.%d.%s".formatted(id, timestampS, body));
        return "v1," + Base64.getEncoder().encodeToString(mac);
    }

    /// Leaves out the secret.
    @Override
    public String toString() {
        return "WebhookSecret";
    }
}
