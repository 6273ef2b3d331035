package live.lyceum.media.rtp;

/// NTP timestamps of 32.32 bits (RFC 3550 section 4) made of the monotonic clock: the differences
/// are what receivers use, and a sender without a wall clock may count from any start.
public final class NtpTime {
    private static final long NANOS = 1_000_000_000L;

    /// Some years after NTP's epoch, so that no receiver mistakes a young process for "no time".
    private static final long BASE_SECONDS = 3_900_000_000L;

    private NtpTime() {}

    /// The timestamp of `nowNs`.
    public static long ofNanos(long nowNs) {
        long seconds = Math.floorDiv(nowNs, NANOS);
        long fraction = (Math.floorMod(nowNs, NANOS) << 32) / NANOS;
        return (seconds + BASE_SECONDS) << 32 | fraction;
    }

    /// Nanoseconds since NTP's epoch within its era of 136 years.
    public static long toNanos(long ntp) {
        return (ntp >>> 32) * NANOS + (((ntp & 0xffff_ffffL) * NANOS) >>> 32);
    }

    /// The middle 32 bits, as LSR carries them (RFC 3550 section 6.4.1).
    public static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }

    /// Nanoseconds of a difference of middle 32 bits, in units of 1/65,536 s.
    public static long middleToNanos(int units) {
        return ((units & 0xffff_ffffL) * NANOS) >>> 16;
    }

    /// The reverse: DLSR's unit. Wraps after 18 hours, as the middle bits do.
    public static int nanosToMiddle(long nanos) {
        return (int) (((nanos / NANOS) << 16) + ((nanos % NANOS) << 16) / NANOS);
    }
}
