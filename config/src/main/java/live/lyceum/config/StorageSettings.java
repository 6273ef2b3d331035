package live.lyceum.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where things are kept.
///
/// @param dataDir folder of everything that is kept; made at the start if it does not exist
/// @param database of sessions and logs, or null for a SQLite file in `dataDir`
public record StorageSettings(Path dataDir, @Nullable DatabaseSettings database) {}
