package live.lyceum.media.rtp;

/// Ties a stream's RTP timestamps to its sender's clock by the sender's reports (RFC 3550 section
/// 6.4.1).
public final class StreamClock {
    private static final long NANOS = 1_000_000_000L;

    private final int clockRateHz;
    private final SenderTimeline timeline;
    private boolean known;
    private long reportNs;
    private int reportTimestamp;

    public StreamClock(int clockRateHz, SenderTimeline timeline) {
        this.clockRateHz = clockRateHz;
        this.timeline = timeline;
    }

    public void onSenderReport(long ntp, int rtpTimestamp, long nowNs) {
        timeline.observe(ntp, nowNs);
        known = true;
        reportNs = NtpTime.toNanos(ntp);
        reportTimestamp = rtpTimestamp;
    }

    /// False until the first sender report: nothing can be said about this stream's time.
    public boolean known() {
        return known;
    }

    /// The RTP timestamp of what is recorded at `nowNs`.
    public int timestampAt(long nowNs) {
        long elapsedNs = timeline.senderNs(nowNs) - reportNs;
        long seconds = Math.floorDiv(elapsedNs, NANOS);
        long rest = Math.floorMod(elapsedNs, NANOS);
        return reportTimestamp + (int) (seconds * clockRateHz + rest * clockRateHz / NANOS);
    }
}
