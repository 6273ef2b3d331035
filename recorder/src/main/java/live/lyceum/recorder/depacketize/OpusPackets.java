package live.lyceum.recorder.depacketize;

import live.lyceum.media.wire.rtp.RtpPacket;

/// RFC 7587 section 4.2: "The RTP payload of an Opus packet" is one Opus packet, whole.
final class OpusPackets implements PacketOrder.Sink {
    private final Depacketizer.Sink sink;
    private final RtpPacket rtp = new RtpPacket();
    private boolean first = true;
    private boolean gap;

    OpusPackets(Depacketizer.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void inOrder(byte[] packet, long atUs, boolean lost) {
        gap |= lost && !first;
        if (rtp.parse(packet, 0, packet.length) != null || rtp.payloadLength() == 0) {
            return;
        }
        byte[] data = new byte[rtp.payloadLength()];
        System.arraycopy(packet, rtp.payloadOffset(), data, 0, data.length);
        sink.frame(rtp.timestamp(), atUs, true, gap, data);
        first = false;
        gap = false;
    }
}
