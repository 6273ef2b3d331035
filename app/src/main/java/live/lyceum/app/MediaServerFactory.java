package live.lyceum.app;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import live.lyceum.config.Settings;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.MediaServer;

/// Makes the media plane.
@FunctionalInterface
interface MediaServerFactory {
    /// A media plane that is warm and can be reached; it tells its news to `events` and its figures
    /// to `registry`. Blocks.
    ///
    /// @throws IOException if a port cannot be had
    MediaServer create(Settings settings, MediaEvents events, MeterRegistry registry)
            throws IOException;
}
