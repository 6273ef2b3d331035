package live.lyceum.config;

import org.jspecify.annotations.Nullable;

/// Who may use the REST API.
///
/// @param apiKey the key from the configuration, or null when keys live in the data folder only
public record AuthSettings(@Nullable ApiKey apiKey) {}
