package live.lyceum.media.wire.rtcp;

import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.rtp.SequenceNumbers;

/// Collects the body of one transport-wide feedback packet
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1): [#start], then [#add] for each
/// packet that arrived, in the order of sequence numbers; those left out were lost.
/// [RtcpWriter#transportFeedback] writes it. Made once, used again and again; allocates nothing.
/// Owned by its user.
public final class TransportFeedbackBuilder {
    private static final int HEADER_LENGTH = 20; // of the RTCP packet up to the first chunk
    private static final int MAX_STATUSES = 0xffff;
    private static final int ONE_BIT_CAPACITY = 14;
    private static final int TWO_BIT_CAPACITY = 7;

    private final byte[] chunks;
    private final byte[] deltas;
    private int chunkBytes;
    private int deltaBytes;
    private int maxBytes;

    private int baseSequenceNumber;
    private int statusCount;
    private int feedbackCount;
    private long referenceTime;
    private long lastTick;

    // The chunk being filled: a run, or up to 14 symbols.
    private final int[] symbols = new int[ONE_BIT_CAPACITY];
    private int pending;
    private boolean pendingSame;
    private boolean pendingLarge;

    /// Room for packets of up to `capacity` bytes.
    public TransportFeedbackBuilder(int capacity) {
        chunks = new byte[capacity];
        deltas = new byte[capacity];
    }

    /// Begins a packet of at most `maxBytes`, that reports from `baseSequenceNumber` on and whose
    /// first arrival is at `firstArrivalUs`, microseconds of any clock that only goes forward.
    /// `feedbackCount` grows by one each time.
    public void start(
            int maxBytes, int baseSequenceNumber, long firstArrivalUs, int feedbackCount) {
        this.maxBytes = Math.min(maxBytes, chunks.length);
        this.baseSequenceNumber = baseSequenceNumber & 0xffff;
        this.feedbackCount = feedbackCount;
        referenceTime = Math.floorDiv(firstArrivalUs, (long) TransportFeedback.REFERENCE_US);
        lastTick = referenceTime * (TransportFeedback.REFERENCE_US / TransportFeedback.TICK_US);
        statusCount = 0;
        chunkBytes = 0;
        deltaBytes = 0;
        clearPending();
    }

    /// Adds an arrival. False, and nothing changed: the packet is full, the number is not after the
    /// last one added, or the time since that one's arrival does not fit (8.19 s either way); then
    /// it is for the next packet to tell.
    public boolean add(int sequenceNumber, long arrivalUs) {
        int missing = SequenceNumbers.plus(sequenceNumber, -baseSequenceNumber) - statusCount;
        if (missing < 0 || statusCount + missing >= MAX_STATUSES) {
            return false;
        }
        long tick = Math.floorDiv(arrivalUs, (long) TransportFeedback.TICK_US);
        long delta = tick - lastTick;
        if (delta != (short) delta || paddedLength(worstGrowth(missing)) > maxBytes) {
            return false;
        }
        for (int i = 0; i < missing; i++) {
            addSymbol(TransportFeedback.NOT_RECEIVED);
        }
        if (delta >= 0 && delta <= 0xff) {
            addSymbol(TransportFeedback.SMALL_DELTA);
            deltas[deltaBytes++] = (byte) delta;
        } else {
            addSymbol(TransportFeedback.LARGE_DELTA);
            Bytes.put16(deltas, deltaBytes, (int) delta);
            deltaBytes += 2;
        }
        statusCount += missing + 1;
        lastTick = tick;
        return true;
    }

    /// How many sequence numbers are reported on so far, from the base on.
    public int statusCount() {
        return statusCount;
    }

    /// The whole RTCP packet with its zero padding, in bytes, once the last chunk is written.
    int finish() {
        while (pending > 0) {
            emit(true);
        }
        return paddedLength(0);
    }

    /// Writes all behind the two SSRCs; `dst` holds zeros up to the end of the padding.
    void write(byte[] dst, int off) {
        Bytes.put16(dst, off, baseSequenceNumber);
        Bytes.put16(dst, off + 2, statusCount);
        Bytes.put24(dst, off + 4, (int) referenceTime);
        dst[off + 7] = (byte) feedbackCount;
        System.arraycopy(chunks, 0, dst, off + 8, chunkBytes);
        System.arraycopy(deltas, 0, dst, off + 8 + chunkBytes, deltaBytes);
    }

    private int paddedLength(int growth) {
        return (HEADER_LENGTH + chunkBytes + deltaBytes + growth + 3) & ~3;
    }

    /// What is pending takes two more chunks, the missing runs of 8191, the new symbol one, its
    /// delta two bytes.
    private static int worstGrowth(int missing) {
        return 2 * (4 + missing / TransportFeedback.MAX_RUN) + 2;
    }

    private void addSymbol(int symbol) {
        if (!fitsPending(symbol)) {
            emit(false);
        }
        if (pending < symbols.length) {
            symbols[pending] = symbol;
        }
        pendingSame &= symbol == symbols[0];
        pendingLarge |= symbol == TransportFeedback.LARGE_DELTA;
        pending++;
    }

    private boolean fitsPending(int symbol) {
        if (pending < TWO_BIT_CAPACITY) {
            return true;
        }
        boolean large = pendingLarge || symbol == TransportFeedback.LARGE_DELTA;
        if (pending < ONE_BIT_CAPACITY && !large) {
            return true;
        }
        return pending < TransportFeedback.MAX_RUN && pendingSame && symbol == symbols[0];
    }

    /// Writes one chunk of what is pending; a two-bit chunk may leave some. Only the `last` chunk
    /// may hold fewer symbols than it has room for.
    private void emit(boolean last) {
        int chunk;
        int taken = pending;
        if (pendingSame) {
            chunk = symbols[0] << 13 | pending; // section 3.1.3
        } else if (!pendingLarge && (last || pending == ONE_BIT_CAPACITY)) {
            chunk = 0x8000; // section 3.1.4, one bit
            for (int i = 0; i < taken; i++) {
                chunk |= symbols[i] << (13 - i);
            }
        } else {
            taken = Math.min(pending, TWO_BIT_CAPACITY);
            chunk = 0xc000; // section 3.1.4, two bits
            for (int i = 0; i < taken; i++) {
                chunk |= symbols[i] << (12 - 2 * i);
            }
        }
        Bytes.put16(chunks, chunkBytes, chunk);
        chunkBytes += 2;
        int left = pending - taken;
        clearPending();
        for (int i = 0; i < left; i++) {
            addSymbol(symbols[taken + i]);
        }
    }

    private void clearPending() {
        pending = 0;
        pendingSame = true;
        pendingLarge = false;
    }
}
