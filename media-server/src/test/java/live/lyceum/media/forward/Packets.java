package live.lyceum.media.forward;

import java.util.List;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.codec.Codec;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;

/// Packets as they are received, for tests of what becomes of them.
final class Packets {
    static final int OPUS = 111;
    static final int VP8 = 96;
    static final int DESCRIPTOR = 5;

    private Packets() {}

    static RtpPacket audio(int sequenceNumber, int timestamp, int... payload) {
        return packet(OPUS, sequenceNumber, timestamp, bytes(payload));
    }

    /// With picture id and TL0PICIDX; one packet is a whole frame of `size` bytes.
    static RtpPacket video(
            int sequenceNumber, int timestamp, int pictureId, int tl0, boolean keyframe, int size) {
        byte[] payload = new byte[DESCRIPTOR + size];
        payload[0] = (byte) 0x90;
        payload[1] = (byte) 0xc0;
        Bytes.put16(payload, 2, 0x8000 | pictureId);
        payload[4] = (byte) tl0;
        payload[DESCRIPTOR] = (byte) (keyframe ? 0 : 1);
        for (int i = 1; i < size; i++) {
            payload[DESCRIPTOR + i] = (byte) (sequenceNumber + i);
        }
        return packet(VP8, sequenceNumber, timestamp, payload);
    }

    /// As a receiver negotiated that takes sound and VP8 under one number, so that one stream may
    /// be of either kind.
    static OutgoingFormat format(int ssrc, boolean rtx, int levelId) {
        return new OutgoingFormat(
                ssrc,
                rtx ? 1_007 : 0,
                List.of(
                        new OutgoingFormat.PayloadTypes(Codec.VP8, 102, rtx ? 103 : -1),
                        new OutgoingFormat.PayloadTypes(Codec.OPUS, 102, -1)),
                levelId,
                -1);
    }

    static RtpPacket video(int number, boolean keyframe) {
        return video(number, number * 3_000, number & 0x7fff, number & 0xff, keyframe, 20);
    }

    static RtpPacket packet(int payloadType, int sequenceNumber, int timestamp, byte[] payload) {
        byte[] buffer = new byte[payload.length + 40];
        RtpWriter writer = new RtpWriter();
        writer.header(buffer, 0, true, payloadType, sequenceNumber, timestamp, 4_711);
        writer.extension(4, new byte[] {'m', 'i', 'd'}, 0, 3);
        writer.payload(payload, 0, payload.length);
        RtpPacket packet = new RtpPacket();
        if (packet.parse(buffer, 0, writer.length()) != null) {
            throw new IllegalStateException("a packet just written");
        }
        return packet;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
