package live.lyceum.config;

/// Where operators look: health, readiness, metrics, version.
///
/// @param port TCP port, 0 for any free one
public record OpsSettings(int port) {}
