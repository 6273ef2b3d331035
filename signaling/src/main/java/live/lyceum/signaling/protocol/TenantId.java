package live.lyceum.signaling.protocol;

import java.util.regex.Pattern;

/// Whose sessions, keys and webhooks something belongs to; one tenant knows nothing of another. 1
/// to 40 of `[a-z0-9-]`.
public record TenantId(String value) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,40}");

    /// Who uses the server when nobody was told apart.
    public static final TenantId MAIN = new TenantId("main");

    public TenantId {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a tenant's name");
        }
    }

    /// Whether this can be a tenant's name.
    public static boolean valid(String written) {
        return VALID.matcher(written).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
