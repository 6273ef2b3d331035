package live.lyceum.recorder.api;

import java.time.Duration;
import live.lyceum.media.api.RoomId;

/// Somebody wants to read a file of a film.
///
/// @param file its name
/// @param head whether it is asked for by `HEAD`
/// @param save whether it is to be saved, not shown
/// @param within how long it may be read from then on
public record Reading(
        RoomId session, RecordingId id, String file, boolean head, boolean save, Duration within) {}
