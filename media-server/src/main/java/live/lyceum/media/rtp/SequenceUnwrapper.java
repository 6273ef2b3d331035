package live.lyceum.media.rtp;

/// Follows a wrapping counter (sequence numbers of 16 bits, picture ids of 15 or 7) and gives each
/// value an extended number that only grows with the stream: the nearest one to the highest seen so
/// far (RFC 3550 appendix A.1).
public final class SequenceUnwrapper {
    private final int bits;
    private long highest = -1;

    /// @param bits the counter's width, 7 to 16
    public SequenceUnwrapper(int bits) {
        this.bits = bits;
    }

    /// The extended number of `value`; changes nothing.
    public long peek(int value) {
        if (highest < 0) {
            // Two cycles below the first one, so that older packets that come late are not
            // negative.
            return (2L << bits) + value;
        }
        int shift = Integer.SIZE - bits;
        int ahead = (value - (int) highest) << shift >> shift;
        return highest + ahead;
    }

    /// The extended number of `value`, remembered as the highest when it is.
    public long unwrap(int value) {
        long extended = peek(value);
        highest = Math.max(highest, extended);
        return extended;
    }

    /// The highest extended number so far, or -1 before the first.
    public long highest() {
        return highest;
    }
}
