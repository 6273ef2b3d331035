package live.lyceum.config;

import org.jspecify.annotations.Nullable;

/// A database on a PostgreSQL server.
///
/// @param jdbcUrl as the driver takes it, without user and password
/// @param user or null for the driver's own choice
/// @param password or null when the server wants none
public record DatabaseSettings(String jdbcUrl, @Nullable String user, @Nullable String password) {
    /// Leaves out user and password.
    @Override
    public String toString() {
        return "DatabaseSettings[%s]".formatted(jdbcUrl);
    }
}
