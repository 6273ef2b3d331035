package live.lyceum.media.rtp;

/// What a report block says about a stream (RFC 3550 sections 6.4.1, appendix A.3 and A.8).
public final class ReceiveStatistics {
    private final int clockRateHz;
    private long first = -1;
    private long received;
    private long expectedAtReport;
    private long receivedAtReport;
    private long jitterTimes16;
    private long lastTransit;
    private boolean hasTransit;
    private int lastReportMiddle;
    private long lastReportAtNs;
    private boolean hasReport;

    public ReceiveStatistics(int clockRateHz) {
        this.clockRateHz = clockRateHz;
    }

    public void onPacket(long extended, int timestamp, long arrivalNs) {
        if (first < 0) {
            first = extended;
        }
        received++;
        long arrivalUnits =
                arrivalNs / 1_000_000_000L * clockRateHz
                        + arrivalNs % 1_000_000_000L * clockRateHz / 1_000_000_000L;
        int transit = (int) arrivalUnits - timestamp;
        if (hasTransit) {
            long difference = Math.abs((long) (int) (transit - lastTransit));
            jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
        }
        lastTransit = transit;
        hasTransit = true;
    }

    /// A packet that came by retransmission: received, but its arrival says nothing about jitter.
    public void onRetransmitted() {
        received++;
    }

    public void onSenderReport(long ntp, long arrivalNs) {
        lastReportMiddle = NtpTime.middle(ntp);
        lastReportAtNs = arrivalNs;
        hasReport = true;
    }

    public long received() {
        return received;
    }

    /// Packets expected less packets received since the start; may be negative with duplicates.
    public int cumulativeLost(long highest) {
        return first < 0 ? 0 : (int) Math.min(highest - first + 1 - received, 0x7fffff);
    }

    /// The fraction lost since the last call, in 1/256; begins a new interval.
    public int takeFractionLost(long highest) {
        if (first < 0) {
            return 0;
        }
        long expected = highest - first + 1;
        long expectedInterval = expected - expectedAtReport;
        long lostInterval = expectedInterval - (received - receivedAtReport);
        expectedAtReport = expected;
        receivedAtReport = received;
        if (expectedInterval <= 0 || lostInterval <= 0) {
            return 0;
        }
        return (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    }

    /// Interarrival jitter in timestamp units.
    public int jitter() {
        return (int) (jitterTimes16 >> 4);
    }

    /// LSR: the middle of the last sender report's NTP time, 0 before the first.
    public int lastSenderReport() {
        return hasReport ? lastReportMiddle : 0;
    }

    /// DLSR: time since that report in 1/65,536 s, 0 before the first.
    public int delaySinceLastReport(long nowNs) {
        return hasReport ? NtpTime.nanosToMiddle(nowNs - lastReportAtNs) : 0;
    }
}
