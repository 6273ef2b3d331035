package live.lyceum.config;

import java.nio.file.Path;

/// Where things are kept.
///
/// @param dataDir folder of everything that is kept; made at the start if it does not exist
public record StorageSettings(Path dataDir) {}
