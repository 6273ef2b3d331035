package live.lyceum.recorder.io;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What the transcriber has counted since its start. Safe to use from any thread.
final class HearingCounts {
    /// Packets that were not taken: too many waited, or somebody sent more than anybody says.
    final AtomicLong dropped = new AtomicLong();

    /// Packets that did not come.
    final AtomicLong missing = new AtomicLong();

    /// Packets that could not be decoded.
    final AtomicLong damaged = new AtomicLong();

    /// Utterances of speakers for whom there was no room.
    final AtomicLong turnedAway = new AtomicLong();

    /// Milliseconds of speech that were heard.
    final AtomicLong heardMs = new AtomicLong();

    final AtomicLong lines = new AtomicLong();

    /// Pieces of speech that were given up.
    final AtomicLong missed = new AtomicLong();

    /// Connections to the service that could not be had, or broke.
    final AtomicLong broken = new AtomicLong();

    /// How many speakers there are now.
    final AtomicInteger speakers = new AtomicInteger();

    /// How many connections there are now.
    final AtomicInteger connections = new AtomicInteger();
}
