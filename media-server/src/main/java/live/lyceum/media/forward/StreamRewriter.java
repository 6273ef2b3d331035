package live.lyceum.media.forward;

import java.util.random.RandomGenerator;

/// Keeps one outgoing stream continuous while what stands behind it changes: sequence number,
/// timestamp, picture id and TL0PICIDX go on from where they were (RFC 7741 section 4.2 and RFC
/// 9628 section 4.2 for the latter two), also where the codec is another from here on.
final class StreamRewriter {
    private final int clockRateHz;
    private final SequenceRewriter sequence;
    private final SequenceRewriter pictures;
    private int timestampOffset;
    private int lastTimestamp;
    private int tl0Offset;
    private int lastTl0;
    private long lastSentNs;
    private boolean started;

    StreamRewriter(int clockRateHz, RandomGenerator random) {
        this.clockRateHz = clockRateHz;
        // RFC 3550 section 5.1: random starts; the sequence below 2^15, so that an early loss never
        // meets the wrap
        // (RFC 3711 section 3.3.1 recommends the same for the rollover counter).
        sequence = new SequenceRewriter(16, random.nextInt(1 << 15));
        pictures = new SequenceRewriter(15, random.nextInt(1 << 15));
        lastTimestamp = random.nextInt();
        lastTl0 = random.nextInt(1 << 8);
    }

    /// `packet` is the first of a new piece.
    void begin(ForwardedPacket packet, long nowNs) {
        sequence.sync(packet.extendedSequenceNumber);
        int timestamp = packet.rtp.timestamp();
        int next = started ? lastTimestamp + elapsed(nowNs) : lastTimestamp;
        timestampOffset = next - timestamp;
        if (packet.numbers.pictureId() >= 0) {
            pictures.sync(packet.extendedPictureId);
        }
        if (packet.numbers.tl0PicIdx() >= 0) {
            tl0Offset = lastTl0 + 1 - packet.numbers.tl0PicIdx();
        }
        started = true;
    }

    /// The packet goes out: remembers how far the stream is.
    void sent(int timestamp, int tl0, long nowNs) {
        if (timestamp - lastTimestamp > 0) {
            lastTimestamp = timestamp;
        }
        if (tl0 >= 0 && (byte) (tl0 - lastTl0) > 0) {
            lastTl0 = tl0;
        }
        lastSentNs = nowNs;
    }

    SequenceRewriter sequence() {
        return sequence;
    }

    SequenceRewriter pictures() {
        return pictures;
    }

    int timestamp(int input) {
        return input + timestampOffset;
    }

    /// TL0PICIDX of 8 bits, or -1 when the packet has none.
    int tl0(int input) {
        return input < 0 ? -1 : (input + tl0Offset) & 0xff;
    }

    /// Timestamp units since the last packet, at least one.
    private int elapsed(long nowNs) {
        long units = Math.max(0, nowNs - lastSentNs) / 1_000 * clockRateHz / 1_000_000;
        return (int) Math.max(1, Math.min(units, Integer.MAX_VALUE));
    }
}
