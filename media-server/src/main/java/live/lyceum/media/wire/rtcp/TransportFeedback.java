package live.lyceum.media.wire.rtcp;

import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.rtp.SequenceNumbers;

/// One transport-wide feedback packet (draft-holmer-rmcat-transport-wide-cc-extensions-01 section
/// 3.1), as a cursor over the packets that arrived: `while (feedback.next()) { sequenceNumber(),
/// arrivalUs() }`. What is within [#baseSequenceNumber()] and [#statusCount()] and was not visited,
/// did not arrive. The work is bounded by the size of the packet, not by what it claims to count.
/// Owned by its reader, lent to the handler.
public final class TransportFeedback {
    /// The unit of arrival times, in microseconds.
    public static final int TICK_US = 250;

    /// The unit of the reference time, in microseconds.
    public static final int REFERENCE_US = 64_000;

    static final int CHUNKS_OFFSET = 16;
    static final int MAX_RUN = 0x1fff;
    static final int NOT_RECEIVED = 0;
    static final int SMALL_DELTA = 1;
    static final int LARGE_DELTA = 2;

    private byte[] buf = new byte[0];
    private int body;
    private int deltasAt;

    // The cursor: the next status is `inChunk` of the chunk before chunkAt, and `index` of the
    // packet.
    private int chunkAt;
    private int chunk;
    private int chunkSize;
    private int inChunk;
    private int index;
    private int deltaAt;
    private long arrivalUs;

    /// Views the packet from its two SSRCs at `body` up to `end`. False: chunks or deltas are cut
    /// short, or a symbol is reserved.
    boolean parse(byte[] buf, int body, int end) {
        this.buf = buf;
        this.body = body;
        int at = body + CHUNKS_OFFSET;
        if (at > end) {
            return false;
        }
        int deltaBytes = 0;
        for (int left = statusCount(); left > 0; at += 2) {
            if (at + 2 > end) {
                return false;
            }
            int chunk = Bytes.u16(buf, at);
            int statuses = Math.min(left, capacity(chunk));
            int bytes = deltaBytes(chunk, statuses);
            if (bytes < 0) {
                return false;
            }
            deltaBytes += bytes;
            left -= statuses;
        }
        deltasAt = at;
        rewind();
        return deltaBytes <= end - at;
    }

    public int senderSsrc() {
        return Bytes.i32(buf, body);
    }

    public int mediaSsrc() {
        return Bytes.i32(buf, body + 4);
    }

    /// The first sequence number reported on, 0..65535.
    public int baseSequenceNumber() {
        return Bytes.u16(buf, body + 8);
    }

    /// How many sequence numbers are reported on, 0..65535.
    public int statusCount() {
        return Bytes.u16(buf, body + 10);
    }

    /// Signed, 24 bits, in units of [#REFERENCE_US] of the receiver's own clock.
    public int referenceTime() {
        return Bytes.u24(buf, body + 12) << 8 >> 8;
    }

    /// Counts feedback packets, 0..255: a gap tells that one was lost.
    public int feedbackCount() {
        return Bytes.u8(buf, body + 15);
    }

    /// Moves to the next packet that arrived, in the order of sequence numbers; false after the
    /// last.
    public boolean next() {
        while (index < statusCount()) {
            if (inChunk == chunkSize) {
                chunk = Bytes.u16(buf, chunkAt);
                chunkAt += 2;
                chunkSize = Math.min(statusCount() - index, capacity(chunk));
                inChunk = 0;
                if (chunk >> 13 == NOT_RECEIVED) {
                    // A run of losses, in one step.
                    index += chunkSize;
                    inChunk = chunkSize;
                    continue;
                }
            }
            int symbol = symbol(chunk, inChunk++);
            index++;
            if (symbol != NOT_RECEIVED) {
                readDelta(symbol);
                return true;
            }
        }
        return false;
    }

    /// Of the packet that [#next()] moved to, 0..65535.
    public int sequenceNumber() {
        return SequenceNumbers.plus(baseSequenceNumber(), index - 1);
    }

    /// When the packet that [#next()] moved to arrived, in microseconds of the receiver's own
    /// clock, which wraps with the reference time every 12.4 days.
    public long arrivalUs() {
        return arrivalUs;
    }

    /// Back to before the first packet.
    public void rewind() {
        chunkAt = body + CHUNKS_OFFSET;
        chunkSize = 0;
        inChunk = 0;
        index = 0;
        deltaAt = deltasAt;
        arrivalUs = (long) referenceTime() * REFERENCE_US;
    }

    private void readDelta(int symbol) {
        if (symbol == SMALL_DELTA) {
            arrivalUs += (long) Bytes.u8(buf, deltaAt) * TICK_US;
            deltaAt += 1;
        } else {
            arrivalUs += (long) (short) Bytes.u16(buf, deltaAt) * TICK_US;
            deltaAt += 2;
        }
    }

    /// How many statuses a chunk holds: a run (section 3.1.3), 14 symbols of one bit or 7 of two
    /// (section 3.1.4). A run of none would never end; it is given one status and refused for it.
    private static int capacity(int chunk) {
        if ((chunk & 0x8000) == 0) {
            return Math.max(1, chunk & MAX_RUN);
        }
        return (chunk & 0x4000) == 0 ? 14 : 7;
    }

    private static int symbol(int chunk, int i) {
        if ((chunk & 0x8000) == 0) {
            return chunk >> 13 & 3;
        }
        return (chunk & 0x4000) == 0 ? chunk >> (13 - i) & 1 : chunk >> (12 - 2 * i) & 3;
    }

    /// Bytes of deltas that the first `statuses` of a chunk need; -1 for a reserved symbol or an
    /// empty run.
    private static int deltaBytes(int chunk, int statuses) {
        if ((chunk & 0x8000) == 0) {
            int symbol = symbol(chunk, 0);
            return symbol > LARGE_DELTA || (chunk & MAX_RUN) == 0 ? -1 : symbol * statuses;
        }
        int bytes = 0;
        for (int i = 0; i < statuses; i++) {
            int symbol = symbol(chunk, i);
            if (symbol > LARGE_DELTA) {
                return -1;
            }
            bytes += symbol;
        }
        return bytes;
    }
}
