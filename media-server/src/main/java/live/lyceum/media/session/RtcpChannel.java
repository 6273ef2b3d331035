package live.lyceum.media.session;

import java.util.random.RandomGenerator;
import live.lyceum.media.rtp.NtpTime;
import live.lyceum.media.wire.rtcp.ReportBlock;
import live.lyceum.media.wire.rtcp.RtcpWriter;

/// Our RTCP to one peer: the regular reports, the requests between them, and the round trip that
/// its reports tell. Owned by its session.
final class RtcpChannel implements Feedback {
    /// RFC 3550 section 6.2: about once a second for a rate like ours, spread so that reports do
    /// not march in step.
    private static final long MIN_INTERVAL_NS = 700_000_000L;

    private static final long SPREAD_NS = 600_000_000L;

    /// What fits a packet on any path once protected.
    private static final int MAX_REPORT = 1200;

    /// Sends a compound packet in the clear, to be protected in place.
    interface Output {
        void send(byte[] buffer, int length);
    }

    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] buffer;
    private final Output output;
    private final boolean reducedSize;
    private final RandomGenerator random;
    private final int localSsrc;
    private final String cname;
    private long nextReportNs;
    private int start;
    private long roundTripNs;

    /// @param reducedSize whether the peer takes packets without a report in front (RFC 5506)
    RtcpChannel(LoopContext context, boolean reducedSize, Output output, long nowNs) {
        this.reducedSize = reducedSize;
        this.output = output;
        buffer = context.scratch().report;
        random = context.random();
        localSsrc = random.nextInt();
        cname = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
        nextReportNs = nowNs + interval();
    }

    /// Says nothing about anybody: a random one for each transport (RFC 7022).
    String cname() {
        return cname;
    }

    @Override
    public int localSsrc() {
        return localSsrc;
    }

    @Override
    public long roundTripNs() {
        return roundTripNs;
    }

    @Override
    public RtcpWriter begin() {
        writer.reset(buffer, 0, MAX_REPORT);
        if (!reducedSize) {
            writer.receiverReport(localSsrc);
        }
        start = writer.length();
        return writer;
    }

    @Override
    public void flush() {
        if (writer.length() > start) {
            output.send(buffer, writer.length());
        }
    }

    long nextReportNs() {
        return nextReportNs;
    }

    /// One compound packet: sender reports of what we send, a receiver report of what we get (RFC
    /// 3550 section 6.1).
    void sendReports(SlotTable slots, IncomingMedia incoming, long nowNs) {
        nextReportNs = nowNs + interval();
        writer.reset(buffer, 0, MAX_REPORT);
        start = 0;
        slots.writeSenderReports(writer, nowNs);
        writer.receiverReport(localSsrc);
        incoming.writeReportBlocks(writer, nowNs);
        writer.sdesCname(localSsrc, cname);
        flush();
    }

    /// The peer reports on a stream of ours (RFC 3550 section 6.4.1): round trip = now - LSR -
    /// DLSR.
    void onReportBlock(ReportBlock block, long nowNs) {
        if (block.lastSenderReport() == 0) {
            return;
        }
        int units =
                NtpTime.middle(NtpTime.ofNanos(nowNs))
                        - block.lastSenderReport()
                        - block.delaySinceLastSenderReport();
        if (units >= 0) {
            roundTripNs = NtpTime.middleToNanos(units);
        }
    }

    private long interval() {
        return MIN_INTERVAL_NS + random.nextLong(SPREAD_NS);
    }
}
