package live.lyceum.media.rtp;

/// Lays a sender's clock onto ours. All streams of one participant share one, so that what belonged
/// together where it was recorded stays together where it is played (RFC 3550 section 6.4.1, RFC
/// 7273 is not used).
public final class SenderTimeline {
    private boolean known;
    private long senderMinusOursNs;

    /// A sender report with `ntp` arrived at `nowNs`; the first one settles the offset.
    void observe(long ntp, long nowNs) {
        if (!known) {
            known = true;
            senderMinusOursNs = NtpTime.toNanos(ntp) - nowNs;
        }
    }

    /// The sender's clock, in nanoseconds, at `nowNs` of ours.
    long senderNs(long nowNs) {
        return nowNs + senderMinusOursNs;
    }
}
