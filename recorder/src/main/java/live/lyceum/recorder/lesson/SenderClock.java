package live.lyceum.recorder.lesson;

import java.util.ArrayList;
import java.util.List;

/// The clock that one sender's streams have in common (RFC 3550 section 6.4.1: sender reports of
/// one sender are of one clock) against the recording's: the fastest packet of all its streams. So
/// they keep to each other exactly, whatever the network does to one of them. Owned by its reader.
final class SenderClock {
    /// Streams that differ by more do not have one clock, whatever they say: a report was wrong, or
    /// the clock was set and not all of them have told yet.
    private static final long MAX_APART_US = 300_000;

    private final List<StreamClock> streams = new ArrayList<>();

    void add(StreamClock stream) {
        streams.add(stream);
    }

    void remove(StreamClock stream) {
        streams.remove(stream);
    }

    /// From the RTP clock of a stream that is running to the recording's.
    long offset(StreamClock stream) {
        if (!stream.reported()) {
            return stream.arrivalOffset();
        }
        long own = stream.arrivalOffset() - stream.senderOffset();
        long fastest = own;
        for (StreamClock each : streams) {
            if (each.running() && each.reported()) {
                long other = each.arrivalOffset() - each.senderOffset();
                if (Math.abs(other - own) <= MAX_APART_US) {
                    fastest = Math.min(fastest, other);
                }
            }
        }
        return stream.senderOffset() + fastest;
    }
}
