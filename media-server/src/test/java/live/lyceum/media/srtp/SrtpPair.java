package live.lyceum.media.srtp;

import java.util.Arrays;
import java.util.Random;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;

/// Both ends of one transport with random keys, and packets to send between them.
final class SrtpPair {
    final SrtpTransport client;
    final SrtpTransport server;

    SrtpPair(SrtpProfile profile, long seed) {
        SrtpKeys keys = keys(profile, new Random(seed));
        client = new SrtpTransport(keys, true);
        server = new SrtpTransport(keys, false);
    }

    static SrtpKeys keys(SrtpProfile profile, Random random) {
        return new SrtpKeys(
                profile,
                bytes(random, profile.keyLength()),
                bytes(random, profile.saltLength()),
                bytes(random, profile.keyLength()),
                bytes(random, profile.saltLength()));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Header, one-byte extension block of 8 bytes, and 40 bytes of payload.
    static byte[] rtp(int ssrc, int sequenceNumber) {
        byte[] packet = new byte[60];
        Arrays.fill(packet, 20, 60, (byte) (sequenceNumber + 1));
        packet[0] = (byte) 0x90;
        packet[1] = 96;
        Bytes.put16(packet, 2, sequenceNumber);
        Bytes.put32(packet, 4, sequenceNumber * 960);
        Bytes.put32(packet, 8, ssrc);
        Bytes.put16(packet, 12, 0xBEDE);
        Bytes.put16(packet, 14, 1);
        packet[16] = 0x10;
        packet[17] = 42;
        return packet;
    }

    /// A sender report without blocks.
    static byte[] rtcp(int ssrc, int seed) {
        byte[] packet = new byte[28];
        Arrays.fill(packet, 8, 28, (byte) seed);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 200;
        Bytes.put16(packet, 2, 6);
        Bytes.put32(packet, 4, ssrc);
        return packet;
    }

    /// The packet as `sender` puts it on the wire. It is protected away from the array's start, as
    /// the loop does.
    static byte[] protectRtp(SrtpTransport sender, byte[] packet) {
        byte[] buffer = roomy(packet);
        return wire(buffer, sender.protectRtp(buffer, 7, packet.length));
    }

    static byte[] protectRtcp(SrtpTransport sender, byte[] packet) {
        byte[] buffer = roomy(packet);
        return wire(buffer, sender.protectRtcp(buffer, 7, packet.length));
    }

    private static byte[] roomy(byte[] packet) {
        byte[] buffer = new byte[7 + packet.length + SrtpTransport.MAX_TAIL];
        System.arraycopy(packet, 0, buffer, 7, packet.length);
        return buffer;
    }

    private static byte[] wire(byte[] buffer, int length) {
        if (length < 0) {
            throw new AssertionError(SrtpTransport.dropReason(length));
        }
        return Arrays.copyOfRange(buffer, 7, 7 + length);
    }
}
