package live.lyceum.config;

import org.jspecify.annotations.Nullable;

/// Who may use the REST API.
///
/// @param apiKey the key from the configuration, or null when keys are in the database only
/// @param apiRate requests a second with one key
public record AuthSettings(@Nullable ApiKey apiKey, int apiRate) {}
