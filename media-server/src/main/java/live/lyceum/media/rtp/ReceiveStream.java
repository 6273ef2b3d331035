package live.lyceum.media.rtp;

import live.lyceum.media.wire.DropReason;
import org.jspecify.annotations.Nullable;

/// One stream that a participant sends: numbers its packets, lets each through once, notices what
/// is missing, and keeps what its reports need. Owned by its participant's session.
public final class ReceiveStream {
    private final int ssrc;
    private final boolean asksForLost;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper(16);
    private final ArrivalWindow arrivals = new ArrivalWindow();
    private final NackGenerator nacks = new NackGenerator();
    private final ReceiveStatistics statistics;
    private final StreamClock clock;
    private long extendedSequenceNumber;
    private long lastPacketNs;

    /// @param timeline shared by all streams of the participant
    /// @param asksForLost whether lost packets are asked for again: video yes, audio has its own
    ///   FEC
    public ReceiveStream(int ssrc, int clockRateHz, SenderTimeline timeline, boolean asksForLost) {
        this.ssrc = ssrc;
        this.asksForLost = asksForLost;
        statistics = new ReceiveStatistics(clockRateHz);
        clock = new StreamClock(clockRateHz, timeline);
    }

    /// Takes note of a packet; [#extendedSequenceNumber] is its number afterwards.
    ///
    /// @param retransmitted whether it came by RTX, which says nothing about jitter
    /// @return why the packet goes no further, or null
    public @Nullable DropReason onPacket(
            int sequenceNumber, int timestamp, boolean retransmitted, long nowNs) {
        long highestBefore = unwrapper.highest();
        long extended = unwrapper.peek(sequenceNumber);
        if (arrivals.tooOld(extended)) {
            return DropReason.RTP_TOO_OLD;
        }
        if (!arrivals.mark(extended)) {
            return DropReason.RTP_DUPLICATE;
        }
        unwrapper.unwrap(sequenceNumber);
        extendedSequenceNumber = extended;
        lastPacketNs = nowNs;
        if (retransmitted) {
            statistics.onRetransmitted();
        } else {
            statistics.onPacket(extended, timestamp, nowNs);
        }
        if (asksForLost && highestBefore >= 0) {
            if (extended > highestBefore + 1) {
                nacks.onGap(highestBefore, extended, nowNs);
            } else if (extended < highestBefore) {
                nacks.onArrived(extended);
            }
        }
        return null;
    }

    public void onSenderReport(long ntp, int rtpTimestamp, long nowNs) {
        statistics.onSenderReport(ntp, nowNs);
        clock.onSenderReport(ntp, rtpTimestamp, nowNs);
    }

    public int ssrc() {
        return ssrc;
    }

    /// Of the packet that was let through last.
    public long extendedSequenceNumber() {
        return extendedSequenceNumber;
    }

    /// The highest extended number so far, or -1 before the first packet.
    public long highest() {
        return unwrapper.highest();
    }

    public long lastPacketNs() {
        return lastPacketNs;
    }

    public NackGenerator nacks() {
        return nacks;
    }

    public ReceiveStatistics statistics() {
        return statistics;
    }

    public StreamClock clock() {
        return clock;
    }
}
