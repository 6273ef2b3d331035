package live.lyceum.signaling.protocol;

import org.jspecify.annotations.Nullable;

/// What an API key may be used for.
public enum Scope {
    SESSIONS_READ("sessions.read"),
    SESSIONS_WRITE("sessions.write"),
    WEBHOOKS("webhooks"),
    /// Keys, of every tenant.
    ADMIN("admin");

    private final String written;

    Scope(String written) {
        this.written = written;
    }

    /// As bodies and the database have it.
    public String written() {
        return written;
    }

    /// The scope that is written so, or null.
    public static @Nullable Scope of(String written) {
        for (Scope each : values()) {
            if (each.written.equals(written)) {
                return each;
            }
        }
        return null;
    }
}
