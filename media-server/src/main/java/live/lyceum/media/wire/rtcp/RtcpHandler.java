package live.lyceum.media.wire.rtcp;

/// What [RtcpReader] found, in the order of the packet. A handler leaves out what it does not care
/// for. 32-bit fields are raw bits of unsigned numbers.
public interface RtcpHandler {
    /// RFC 3550 section 6.4.1; `ntpTimestamp` is 32.32 fixed point.
    default void onSenderReport(
            int ssrc, long ntpTimestamp, int rtpTimestamp, int packetCount, int octetCount) {}

    /// One block of a sender or receiver report; `reporterSsrc` sent it.
    default void onReportBlock(int reporterSsrc, ReportBlock block) {}

    /// RFC 4585 section 6.2.1: `pid` is lost, and `pid + 1 + i` for every bit `i` of `blp`.
    default void onNack(int senderSsrc, int mediaSsrc, int pid, int blp) {}

    /// RFC 4585 section 6.3.1.
    default void onPli(int senderSsrc, int mediaSsrc) {}

    /// RFC 5104 section 4.3.1; `sequenceNumber` (0..255) tells a new request from a repeated one.
    default void onFir(int senderSsrc, int targetSsrc, int sequenceNumber) {}

    /// draft-alvestrand-rmcat-remb section 2.2; saturates at `Long.MAX_VALUE`.
    default void onRemb(int senderSsrc, long bitrateBps) {}

    /// Lends `feedback` until return.
    default void onTransportFeedback(TransportFeedback feedback) {}

    /// RFC 3550 section 6.6, once for every source that leaves.
    default void onBye(int ssrc) {}

    /// A well-formed packet of a kind we do not read; `format` is the count field's five bits.
    default void onUnknown(int packetType, int format) {}
}
