package live.lyceum.media.bwe;

import java.util.Arrays;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtcp.TransportFeedbackBuilder;
import live.lyceum.media.wire.rtp.SequenceNumbers;

/// Notes when packets with a transport-wide sequence number arrived, and tells their sender
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). A packet that comes after it was told as
/// lost is told again, with all since. Memory is fixed: of a gap wider than [#WINDOW] only the end
/// is told. Owned by its media loop.
public final class TransportFeedbackRecorder {
    /// How many sequence numbers back arrivals are remembered.
    public static final int WINDOW = 2048;

    private static final long QUIET_INTERVAL_NS = 100_000_000L;
    private static final long BUSY_INTERVAL_NS = 50_000_000L;
    private static final int BUSY_PACKETS = 16;
    private static final int FULL_PACKETS = 256;
    private static final int MAX_PACKET_LENGTH = 1200;
    private static final long NOT_ARRIVED = Long.MIN_VALUE;

    private final long[] arrivalsUs = new long[WINDOW];
    private final TransportFeedbackBuilder builder =
            new TransportFeedbackBuilder(MAX_PACKET_LENGTH);
    private boolean started;
    private long epochNs;
    private long newest;
    private long nextToTell;
    private int untold;
    private long untoldSinceNs;
    private int feedbackCount;

    public TransportFeedbackRecorder() {
        Arrays.fill(arrivalsUs, NOT_ARRIVED);
    }

    /// Notes the arrival at `arrivalNs` of the packet with the 16-bit `sequenceNumber`. A
    /// duplicate, or one older than the window, is not noted.
    public void onPacket(int sequenceNumber, long arrivalNs) {
        if (!started) {
            started = true;
            epochNs = arrivalNs;
            newest = SequenceNumbers.plus(sequenceNumber, 0) + 0x10000L;
            nextToTell = newest;
        }
        long extended = SequenceNumbers.extend(newest, sequenceNumber);
        if (extended > newest) {
            advance(extended);
        } else if (extended <= newest - WINDOW || arrivalsUs[slot(extended)] != NOT_ARRIVED) {
            return;
        }
        arrivalsUs[slot(extended)] = (arrivalNs - epochNs) / 1000;
        if (untold == 0) {
            untoldSinceNs = arrivalNs;
        }
        if (extended < nextToTell) {
            nextToTell = extended;
            untold = arrivedSince(extended);
        } else {
            untold++;
        }
    }

    /// When to call [#write] next: 50 to 100 ms after the first packet not told of, at once when
    /// very many wait; `Long.MAX_VALUE` while there is none.
    public long deadlineNs() {
        if (untold == 0) {
            return Long.MAX_VALUE;
        }
        if (untold >= FULL_PACKETS) {
            return untoldSinceNs;
        }
        return untoldSinceNs + (untold >= BUSY_PACKETS ? BUSY_INTERVAL_NS : QUIET_INTERVAL_NS);
    }

    /// Appends one feedback packet. What did not go into it is due at once. False: nothing to tell,
    /// or no room.
    public boolean write(RtcpWriter writer, int senderSsrc, int mediaSsrc, long nowNs) {
        if (untold == 0) {
            return false;
        }
        long first = nextArrived(nextToTell);
        builder.start(writer.room(), (int) nextToTell, arrivalsUs[slot(first)], feedbackCount);
        long next = first;
        while (next <= newest && builder.add((int) next, arrivalsUs[slot(next)])) {
            next = nextArrived(next + 1);
        }
        if (next == first || !writer.transportFeedback(senderSsrc, mediaSsrc, builder)) {
            return false;
        }
        feedbackCount = (feedbackCount + 1) & 0xff;
        nextToTell += builder.statusCount();
        untold = arrivedSince(next);
        untoldSinceNs = nowNs - QUIET_INTERVAL_NS;
        return true;
    }

    /// Moves the window up to `extended`; the numbers between have not arrived.
    private void advance(long extended) {
        if (extended - newest >= WINDOW) {
            Arrays.fill(arrivalsUs, NOT_ARRIVED);
            untold = 0;
        } else {
            for (long i = newest + 1; i <= extended; i++) {
                forget(i);
            }
        }
        newest = extended;
        nextToTell = Math.max(nextToTell, extended - WINDOW + 1);
    }

    /// Frees the slot of `extended`, where the number a whole window before it stands.
    private void forget(long extended) {
        int slot = slot(extended);
        if (extended - WINDOW >= nextToTell && arrivalsUs[slot] != NOT_ARRIVED) {
            untold--;
        }
        arrivalsUs[slot] = NOT_ARRIVED;
    }

    /// The first number from `extended` on that arrived; past the newest when there is none.
    private long nextArrived(long extended) {
        long next = extended;
        while (next <= newest && arrivalsUs[slot(next)] == NOT_ARRIVED) {
            next++;
        }
        return next;
    }

    private int arrivedSince(long extended) {
        int arrived = 0;
        for (long i = nextArrived(extended); i <= newest; i = nextArrived(i + 1)) {
            arrived++;
        }
        return arrived;
    }

    private static int slot(long extended) {
        return (int) extended & (WINDOW - 1);
    }
}
