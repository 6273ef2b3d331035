package live.lyceum.media.forward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.media.wire.codec.PictureNumbers;
import live.lyceum.media.wire.codec.Vp8Descriptor;
import live.lyceum.media.wire.rtp.RtpPacket;

/// Notes what would be protected and sent.
final class SentLog implements PacketSink {
    private final byte[] scratch = new byte[2048];
    private final List<RtpPacket> sent = new ArrayList<>();
    private final List<RtpPacket> resent = new ArrayList<>();

    @Override
    public byte[] packet() {
        Arrays.fill(scratch, (byte) 0xee);
        return scratch;
    }

    @Override
    public void send(int length) {
        sent.add(copy(length));
    }

    @Override
    public void resend(int length) {
        resent.add(copy(length));
    }

    List<RtpPacket> sent() {
        return sent;
    }

    List<RtpPacket> resent() {
        return resent;
    }

    List<Integer> sequenceNumbers() {
        return sent.stream().map(RtpPacket::sequenceNumber).toList();
    }

    RtpPacket last() {
        return sent.getLast();
    }

    static byte[] payload(RtpPacket packet) {
        int from = packet.payloadOffset();
        return Arrays.copyOfRange(packet.buffer(), from, from + packet.payloadLength());
    }

    static PictureNumbers numbers(RtpPacket packet) {
        Vp8Descriptor vp8 = new Vp8Descriptor();
        if (!vp8.parse(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
            throw new AssertionError("no VP8 descriptor");
        }
        return vp8.numbers();
    }

    private RtpPacket copy(int length) {
        RtpPacket packet = new RtpPacket();
        if (packet.parse(Arrays.copyOf(scratch, length), 0, length) != null) {
            throw new AssertionError("not an RTP packet");
        }
        return packet;
    }
}
