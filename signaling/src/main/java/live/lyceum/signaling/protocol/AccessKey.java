package live.lyceum.signaling.protocol;

import java.util.Set;

/// An API key as it is kept: without its secret.
///
/// @param name what its makers call it
/// @param digest SHA-256 of the secret, in hexadecimal
/// @param createdAtMs epoch milliseconds
public record AccessKey(
        String id,
        TenantId tenant,
        String name,
        Set<Scope> scopes,
        String digest,
        long createdAtMs) {
    public AccessKey {
        scopes = Set.copyOf(scopes);
    }

    /// Leaves out the digest.
    @Override
    public String toString() {
        return "AccessKey[%s, %s, %s]".formatted(id, tenant, scopes);
    }
}
