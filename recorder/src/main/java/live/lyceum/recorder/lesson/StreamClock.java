package live.lyceum.recorder.lesson;

import java.util.Arrays;

/// The RTP clock of one stream against two others: the recording's, by when its packets came, and
/// its sender's, by the sender reports. An offset is what is to be added to an RTP time in
/// microseconds. Owned by its journal.
///
/// By arrival: no packet is faster than the fastest of the last 20 s, so that is the offset (less
/// the shortest way through the network, which nobody knows). A clock that jumps is believed when
/// half a second of packets says so, and nothing else.
public final class StreamClock {
    /// How often the window moves.
    public static final long TICK_US = 100_000;

    private static final int WINDOW = 200;
    private static final long NONE = Long.MAX_VALUE;

    /// What is further off is no delay but another clock.
    private static final long STRANGE_US = 1_000_000;

    private static final long BELIEVED_AFTER_US = 500_000;
    private static final int BELIEVED_COUNT = 4;

    /// Reports that say something else of the RTP clock than its packets do are nonsense.
    private static final long MAX_REPORT_OFF_US = 5_000_000;

    private static final int REPORTS = 3;
    private static final int ERA_BITS = 32;

    private final int clockRateHz;
    private final long[] window = new long[WINDOW];
    private int at;
    private long tickFastest = NONE;
    private long windowFastest = NONE;
    private long strangeFastest = NONE;
    private long strangeSinceUs;
    private int strange;

    private boolean begun;
    private long newest;

    private final long[] reported = new long[REPORTS];
    private int reports;
    private boolean foreseen;

    public StreamClock(int clockRateHz) {
        this.clockRateHz = clockRateHz;
        Arrays.fill(window, NONE);
    }

    /// An RTP timestamp of about now without its wraps, in microseconds since some moment.
    public long rtpUs(int timestamp) {
        if (!begun) {
            begun = true;
            newest = Integer.toUnsignedLong(timestamp) + (1L << ERA_BITS);
        }
        return us(newest + (timestamp - (int) newest));
    }

    private long us(long extended) {
        return extended * 1_000_000 / clockRateHz;
    }

    /// A packet came.
    public void packet(long atUs, int timestamp) {
        long offset = atUs - rtpUs(timestamp);
        if (windowFastest == NONE || Math.abs(offset - windowFastest) <= STRANGE_US) {
            newest += timestamp - (int) newest;
            tickFastest = Math.min(tickFastest, offset);
            strange = 0;
            strangeFastest = NONE;
            return;
        }
        // Which of several other clocks it is, is what most packets say.
        boolean agrees = strange > 0 && Math.abs(offset - strangeFastest) <= STRANGE_US;
        strange += agrees ? 1 : -1;
        if (strange < 0) {
            strange = 1;
            strangeFastest = offset;
            strangeSinceUs = atUs;
        } else if (agrees) {
            strangeFastest = Math.min(strangeFastest, offset);
        }
        if (strange >= BELIEVED_COUNT && atUs - strangeSinceUs >= BELIEVED_AFTER_US) {
            newest += timestamp - (int) newest;
            anew();
        }
    }

    /// The clock jumped. What it was against its sender's still holds if that one jumped with it;
    /// if not, [SenderClock] does not believe it.
    private void anew() {
        Arrays.fill(window, NONE);
        tickFastest = strangeFastest;
        windowFastest = strangeFastest;
        strangeFastest = NONE;
        strange = 0;
    }

    /// Nothing came for at least 20 s.
    public void silence() {
        Arrays.fill(window, NONE);
        tickFastest = NONE;
        windowFastest = NONE;
    }

    /// [#TICK_US] later.
    public void tick() {
        window[at] = tickFastest;
        at = (at + 1) % WINDOW;
        tickFastest = NONE;
        long fastest = NONE;
        for (long each : window) {
            fastest = Math.min(fastest, each);
        }
        if (fastest != NONE || strange == 0) {
            windowFastest = fastest;
        }
    }

    /// Whether packets came in the last 20 s, so that there is an [#arrivalOffset()].
    public boolean running() {
        return windowFastest != NONE;
    }

    /// From the RTP clock to the recording's, by arrival.
    public long arrivalOffset() {
        return windowFastest;
    }

    /// A sender report came.
    void report(long atUs, long ntp, int timestamp) {
        long ntpUs = ntpUs(ntp);
        if (ntpUs == 0 || !begun) {
            return;
        }
        long rtp = rtpUs(timestamp);
        if (windowFastest != NONE && Math.abs(atUs - rtp - windowFastest) > MAX_REPORT_OFF_US) {
            return;
        }
        if (foreseen || reports == REPORTS) {
            System.arraycopy(reported, 1, reported, 0, REPORTS - 1);
            reports = foreseen ? 0 : REPORTS - 1;
            foreseen = false;
        }
        reported[reports++] = ntpUs - rtp;
    }

    /// A report that comes only later is known already; it counts until the first that came.
    void foresee(long atUs, long ntp, int timestamp) {
        report(atUs, ntp, timestamp);
        foreseen = reports > 0;
    }

    /// RFC 3550 section 4: seconds, and 32 bits of fractions of them.
    private static long ntpUs(long ntp) {
        return (ntp >>> ERA_BITS) * 1_000_000 + (((ntp & 0xffff_ffffL) * 1_000_000) >>> ERA_BITS);
    }

    /// Whether there was a sender report, so that there is a [#senderOffset()].
    boolean reported() {
        return reports > 0;
    }

    /// From the RTP clock to the sender's, whose zero is its own: the middle one of the last three
    /// reports, so that a wrong one does not count.
    long senderOffset() {
        if (reports < REPORTS) {
            return reported[0];
        }
        long a = reported[0];
        long b = reported[1];
        long c = reported[2];
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
