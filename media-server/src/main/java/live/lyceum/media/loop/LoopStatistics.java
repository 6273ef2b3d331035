package live.lyceum.media.loop;

import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.PacketCounters;

/// What a media loop has to say of itself, for metrics: safe to read from any thread, a moment old
/// at worst.
public interface LoopStatistics {
    DropCounters drops();

    PacketCounters packets();

    int rooms();

    int participants();

    /// How late the loop's last timer came, in nanoseconds.
    long lagNs();

    /// Calls that were refused because the loop's queue was full.
    long refusedCommands();
}
