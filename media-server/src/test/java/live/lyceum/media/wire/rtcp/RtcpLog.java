package live.lyceum.media.wire.rtcp;

import java.util.ArrayList;
import java.util.List;

/// Writes down what a reader told, one line for each call.
final class RtcpLog implements RtcpHandler {
    final List<String> lines = new ArrayList<>();

    @Override
    public void onSenderReport(
            int ssrc, long ntpTimestamp, int rtpTimestamp, int packetCount, int octetCount) {
        lines.add(
                "sr %x ntp %x rtp %x packets %d octets %d"
                        .formatted(ssrc, ntpTimestamp, rtpTimestamp, packetCount, octetCount));
    }

    @Override
    public void onReportBlock(int reporterSsrc, ReportBlock block) {
        lines.add("block by %x %s".formatted(reporterSsrc, block));
    }

    @Override
    public void onNack(int senderSsrc, int mediaSsrc, int pid, int blp) {
        lines.add("nack %x of %x: %d %x".formatted(senderSsrc, mediaSsrc, pid, blp));
    }

    @Override
    public void onPli(int senderSsrc, int mediaSsrc) {
        lines.add("pli %x of %x".formatted(senderSsrc, mediaSsrc));
    }

    @Override
    public void onFir(int senderSsrc, int targetSsrc, int sequenceNumber) {
        lines.add("fir %x of %x: %d".formatted(senderSsrc, targetSsrc, sequenceNumber));
    }

    @Override
    public void onRemb(int senderSsrc, long bitrateBps) {
        lines.add("remb %x: %d".formatted(senderSsrc, bitrateBps));
    }

    @Override
    public void onTransportFeedback(TransportFeedback feedback) {
        StringBuilder line = new StringBuilder();
        line.append(
                "twcc %x of %x: base %d count %d reference %d number %d:"
                        .formatted(
                                feedback.senderSsrc(),
                                feedback.mediaSsrc(),
                                feedback.baseSequenceNumber(),
                                feedback.statusCount(),
                                feedback.referenceTime(),
                                feedback.feedbackCount()));
        while (feedback.next()) {
            line.append(" %d@%d".formatted(feedback.sequenceNumber(), feedback.arrivalUs()));
        }
        lines.add(line.toString());
    }

    @Override
    public void onBye(int ssrc) {
        lines.add("bye %x".formatted(ssrc));
    }

    @Override
    public void onUnknown(int packetType, int format) {
        lines.add("unknown %d %d".formatted(packetType, format));
    }
}
