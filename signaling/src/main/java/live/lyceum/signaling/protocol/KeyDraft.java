package live.lyceum.signaling.protocol;

import java.util.Set;

/// An API key as somebody asks for it.
public record KeyDraft(String name, TenantId tenant, Set<Scope> scopes) {
    public KeyDraft {
        scopes = Set.copyOf(scopes);
    }
}
