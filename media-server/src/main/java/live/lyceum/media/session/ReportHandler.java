package live.lyceum.media.session;

import live.lyceum.media.forward.Subscription;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.rtcp.ReportBlock;
import live.lyceum.media.wire.rtcp.RtcpHandler;
import org.jspecify.annotations.Nullable;

/// What a peer's RTCP means here: its sender reports time what it sends, its requests go to the
/// slot they name. Owned by its session.
final class ReportHandler implements RtcpHandler {
    private final IncomingMedia incoming;
    private final SlotTable slots;
    private final RtcpChannel rtcp;
    private final DropCounters drops;
    private long nowNs;

    ReportHandler(IncomingMedia incoming, SlotTable slots, RtcpChannel rtcp, DropCounters drops) {
        this.incoming = incoming;
        this.slots = slots;
        this.rtcp = rtcp;
        this.drops = drops;
    }

    /// The time of the packet that is read next.
    void at(long nowNs) {
        this.nowNs = nowNs;
    }

    @Override
    public void onSenderReport(
            int ssrc, long ntpTimestamp, int rtpTimestamp, int packetCount, int octetCount) {
        incoming.onSenderReport(ssrc, ntpTimestamp, rtpTimestamp, nowNs);
    }

    @Override
    public void onReportBlock(int reporterSsrc, ReportBlock block) {
        if (slots.bySsrc(block.ssrc()) != null) {
            rtcp.onReportBlock(block, nowNs);
        }
    }

    @Override
    public void onNack(int senderSsrc, int mediaSsrc, int pid, int blp) {
        Slot slot = slots.bySsrc(mediaSsrc);
        if (slot == null) {
            drops.drop(DropReason.RTP_UNKNOWN_STREAM);
            return;
        }
        slot.stream().onNack(pid, rtcp.roundTripNs(), nowNs);
        for (int i = 0; i < Short.SIZE; i++) {
            if ((blp >> i & 1) != 0) {
                slot.stream().onNack((pid + 1 + i) & 0xffff, rtcp.roundTripNs(), nowNs);
            }
        }
    }

    @Override
    public void onPli(int senderSsrc, int mediaSsrc) {
        requestKeyframe(mediaSsrc);
    }

    @Override
    public void onFir(int senderSsrc, int targetSsrc, int sequenceNumber) {
        requestKeyframe(targetSsrc);
    }

    @Override
    public void onUnknown(int packetType, int format) {
        drops.drop(DropReason.RTCP_UNKNOWN_TYPE);
    }

    private void requestKeyframe(int ssrc) {
        Slot slot = slots.bySsrc(ssrc);
        @Nullable Subscription subscription = slot == null ? null : slot.subscription();
        if (subscription == null) {
            drops.drop(DropReason.RTP_UNKNOWN_STREAM);
            return;
        }
        subscription.onPli(nowNs);
    }
}
