package live.lyceum.recorder.depacketize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;
import live.lyceum.recorder.testkit.Packetizer;

/// Frames of one stream as packets, and what a depacketizer makes of them.
final class Sent {
    /// A packet that comes at some time.
    @SuppressWarnings("ArrayRecordComponent") // a packet is bytes
    record Packet(int frame, long atUs, byte[] rtp) {
        Packet later(long byUs) {
            return new Packet(frame, atUs + byUs, rtp);
        }
    }

    /// What came out, without the bytes: which frame it was, or -1.
    record Out(int frame, boolean key, boolean gap, long arrivedUs) {}

    static final long EVERY_US = 20_000;

    final Codec codec;
    final List<Packet> packets = new ArrayList<>();
    final List<byte[]> frames = new ArrayList<>();
    private final Packetizer packetizer;
    private int sequenceNumber = 0xfff0;
    private int timestamp = -20_000;

    Sent(Codec codec) {
        this.codec = codec;
        packetizer = new Packetizer(codec);
    }

    Sent frame(byte[] data, boolean key) {
        return payloads(data, packetizer.packetize(data, key));
    }

    /// @param whole what is to come out
    Sent payloads(byte[] whole, List<byte[]> payloads) {
        int frame = frames.size();
        frames.add(whole);
        timestamp += 1_800;
        for (int i = 0; i < payloads.size(); i++) {
            boolean marker = codec.video() && i == payloads.size() - 1;
            packet(frame, payloads.get(i), marker);
        }
        return this;
    }

    Packet packet(int frame, byte[] payload, boolean marker) {
        byte[] rtp = new byte[RtpPacket.FIXED_HEADER_LENGTH + payload.length];
        new RtpWriter()
                .header(rtp, 0, marker, 96, sequenceNumber, timestamp, 7)
                .payload(payload, 0, payload.length);
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        var packet = new Packet(frame, frame * EVERY_US, rtp);
        packets.add(packet);
        return packet;
    }

    List<Packet> of(int frame) {
        return packets.stream().filter(each -> each.frame == frame).toList();
    }

    /// What a depacketizer makes of all packets, in the order of their times.
    List<Out> out() {
        return out(packets);
    }

    List<Out> out(List<Packet> came) {
        var out = new ArrayList<Out>();
        Depacketizer depacketizer =
                Depacketizer.of(
                        codec,
                        (stamp, arrivedUs, key, gap, data) ->
                                out.add(new Out(which(data), key, gap, arrivedUs)));
        var rtp = new RtpPacket();
        came.stream()
                .sorted((a, b) -> Long.compare(a.atUs, b.atUs))
                .forEach(each -> {
                    if (rtp.parse(each.rtp, 0, each.rtp.length) == null) {
                        depacketizer.packet(rtp, each.atUs);
                    }
                });
        depacketizer.interrupt();
        return out;
    }

    private int which(byte[] data) {
        for (int i = 0; i < frames.size(); i++) {
            if (Arrays.equals(frames.get(i), data)) {
                return i;
            }
        }
        return -1;
    }
}
