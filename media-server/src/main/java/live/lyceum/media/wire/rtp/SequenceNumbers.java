package live.lyceum.media.wire.rtp;

/// Arithmetic of 16-bit sequence numbers, modulo 65,536 (RFC 3550 section A.1, RFC 1982). Inputs
/// outside of 0..65535 are taken modulo 65,536.
public final class SequenceNumbers {
    private static final int MASK = 0xffff;

    private SequenceNumbers() {}

    /// Whether `a` comes after `b`; numbers exactly half the circle apart are newer in neither
    /// direction.
    public static boolean isNewer(int a, int b) {
        return distance(b, a) > 0;
    }

    /// Steps from `from` to `to`, the shorter way: -32768..32767, negative when `to` is older.
    public static int distance(int from, int to) {
        return (short) (to - from);
    }

    /// The number `steps` after `sequenceNumber`, 0..65535; `steps` may be negative.
    public static int plus(int sequenceNumber, int steps) {
        return (sequenceNumber + steps) & MASK;
    }

    /// The extended number nearest to `reference` whose low 16 bits are `sequenceNumber`. Negative
    /// when the stream began near 0 and an older packet came late; start from a `reference` of
    /// 65,536 or more to avoid it.
    public static long extend(long reference, int sequenceNumber) {
        return reference + distance((int) reference, sequenceNumber);
    }
}
