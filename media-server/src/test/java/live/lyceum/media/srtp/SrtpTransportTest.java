package live.lyceum.media.srtp;

import static live.lyceum.media.srtp.SrtpPair.protectRtcp;
import static live.lyceum.media.srtp.SrtpPair.protectRtp;
import static live.lyceum.media.srtp.SrtpPair.rtcp;
import static live.lyceum.media.srtp.SrtpPair.rtp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.SrtpProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTransportTest {
    private static final int SSRC = 0xCAFEBABE;

    @ParameterizedTest
    @EnumSource
    void whatOneProtectsTheOtherUnprotects(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 1);

        for (int i = 0; i < 20; i++) {
            byte[] packet = rtp(SSRC, 65_530 + i & 0xFFFF);
            assertThat(unprotected(pair.server, protectRtp(pair.client, packet))).isEqualTo(packet);
            assertThat(unprotected(pair.client, protectRtp(pair.server, packet))).isEqualTo(packet);
            byte[] report = rtcp(SSRC, i);
            assertThat(unprotectedRtcp(pair.server, protectRtcp(pair.client, report)))
                    .isEqualTo(report);
            assertThat(unprotectedRtcp(pair.client, protectRtcp(pair.server, report)))
                    .isEqualTo(report);
        }
    }

    @ParameterizedTest
    @EnumSource
    void payloadIsHiddenAndTheHeaderIsNot(SrtpProfile profile) {
        byte[] packet = rtp(SSRC, 5);

        byte[] wire = protectRtp(new SrtpPair(profile, 2).client, packet);

        assertThat(Arrays.copyOf(wire, 20)).isEqualTo(Arrays.copyOf(packet, 20));
        assertThat(Arrays.copyOfRange(wire, 20, 60))
                .isNotEqualTo(Arrays.copyOfRange(packet, 20, 60));
    }

    @ParameterizedTest
    @EnumSource
    void packetWithoutPayloadPasses(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 3);
        byte[] packet = Arrays.copyOf(rtp(SSRC, 5), 20);

        assertThat(unprotected(pair.server, protectRtp(pair.client, packet))).isEqualTo(packet);
    }

    @ParameterizedTest
    @EnumSource
    void noneOfTenThousandReplayedPacketsPasses(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 4);
        int newest = 40_000;
        byte[][] seen = new byte[100][];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = protectRtp(pair.client, rtp(SSRC, newest - seen.length + i));
            assertThat(drop(pair.server, seen[i])).isNull();
        }

        for (int i = 0; i < 10_000; i++) {
            assertThat(drop(pair.server, seen[i % seen.length])).isEqualTo(DropReason.SRTP_REPLAY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void replayedRtcpDoesNotPass(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 5);
        byte[][] seen = new byte[100][];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = protectRtcp(pair.client, rtcp(SSRC, i));
            assertThat(dropRtcp(pair.server, seen[i])).isNull();
        }

        for (byte[] packet : seen) {
            assertThat(dropRtcp(pair.server, packet)).isEqualTo(DropReason.SRTP_REPLAY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reorderedPacketsPassOnceEach(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 6);
        byte[][] wire = new byte[60][];
        for (int i = 0; i < wire.length; i++) {
            wire[i] = protectRtp(pair.client, rtp(SSRC, 65_510 + i & 0xFFFF));
        }
        assertThat(drop(pair.server, wire[0])).isNull();

        for (int i = wire.length - 1; i > 0; i--) {
            assertThat(drop(pair.server, wire[i])).as("packet %d", i).isNull();
            assertThat(drop(pair.server, wire[i])).isEqualTo(DropReason.SRTP_REPLAY);
        }
    }

    /// Bits of the sequence number also move the packet's index, which may make it too old: not
    /// forwarded either way.
    @ParameterizedTest
    @EnumSource
    void oneFlippedBitAnywhereIsNotAuthentic(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 7);
        byte[] wire = protectRtp(pair.client, rtp(SSRC, 1000));

        for (int bit = 0; bit < wire.length * 8; bit++) {
            byte[] flipped = wire.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(drop(pair.server, flipped))
                    .as("bit %d", bit)
                    .isIn(DropReason.SRTP_AUTHENTICATION, DropReason.RTP_MALFORMED);
        }
        assertThat(drop(pair.server, wire)).as("the packet itself").isNull();
    }

    @ParameterizedTest
    @EnumSource
    void oneFlippedBitInAKnownStreamIsNotForwarded(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 8);
        assertThat(drop(pair.server, protectRtp(pair.client, rtp(SSRC, 1000)))).isNull();
        byte[] wire = protectRtp(pair.client, rtp(SSRC, 1001));

        for (int bit = 0; bit < wire.length * 8; bit++) {
            byte[] flipped = wire.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            boolean ofSequenceNumber = bit / 16 == 1;
            assertThat(drop(pair.server, flipped))
                    .as("bit %d", bit)
                    .isIn(
                            DropReason.SRTP_AUTHENTICATION,
                            ofSequenceNumber ? DropReason.SRTP_REPLAY : DropReason.RTP_MALFORMED);
        }
        assertThat(drop(pair.server, wire)).as("the packet itself").isNull();
    }

    @ParameterizedTest
    @EnumSource
    void oneFlippedBitOfRtcpIsNotForwarded(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 9);
        byte[] wire = protectRtcp(pair.client, rtcp(SSRC, 1));

        for (int bit = 0; bit < wire.length * 8; bit++) {
            byte[] flipped = wire.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(dropRtcp(pair.server, flipped))
                    .as("bit %d", bit)
                    .isEqualTo(DropReason.SRTP_AUTHENTICATION);
        }
        assertThat(dropRtcp(pair.server, wire)).as("the packet itself").isNull();
    }

    /// RFC 3711 section 3.3.1. Every 100th number is sent: the receiver has to find out about each
    /// turn by itself.
    @ParameterizedTest
    @EnumSource
    void rolloverCounterFollowsThreeTurnsOfTheSequenceNumber(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 10);
        byte[] ofFirstTurn = protectRtp(pair.client, rtp(SSRC, 50));
        assertThat(drop(pair.server, ofFirstTurn)).isNull();

        for (int extended = 100; extended < 3 * 65_536; extended += 100) {
            byte[] packet = rtp(SSRC, extended & 0xFFFF);
            assertThat(unprotected(pair.server, protectRtp(pair.client, packet)))
                    .as("extended sequence number %d", extended)
                    .isEqualTo(packet);
        }
        assertThat(drop(pair.server, ofFirstTurn)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void latePacketOfTheLastTurnStillPasses(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 11);
        assertThat(drop(pair.server, protectRtp(pair.client, rtp(SSRC, 65_530)))).isNull();
        byte[] late = protectRtp(pair.client, rtp(SSRC, 65_535));
        assertThat(drop(pair.server, protectRtp(pair.client, rtp(SSRC, 3)))).isNull();

        assertThat(drop(pair.server, late)).isNull();
        assertThat(drop(pair.server, late)).isEqualTo(DropReason.SRTP_REPLAY);
    }

    @Test
    void forgedStreamsTakeNoPlaces() {
        var pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, 12);
        var random = new Random(12);
        for (int i = 0; i < 1000; i++) {
            byte[] forged = rtp(random.nextInt(), i);
            assertThat(drop(pair.server, forged)).isEqualTo(DropReason.SRTP_AUTHENTICATION);
        }

        for (int ssrc = 0; ssrc < 64; ssrc++) {
            assertThat(drop(pair.server, protectRtp(pair.client, rtp(ssrc, 9)))).isNull();
        }
    }

    @Test
    void forgedPacketDoesNotSpoilTheStreamThatFollows() {
        var pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, 13);
        assertThat(drop(pair.server, rtp(SSRC, 60_000))).isEqualTo(DropReason.SRTP_AUTHENTICATION);

        byte[] packet = rtp(SSRC, 10);

        assertThat(unprotected(pair.server, protectRtp(pair.client, packet))).isEqualTo(packet);
    }

    @Test
    void sixtyFifthStreamIsRefusedAndTheOthersGoOn() {
        var pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, 14);
        for (int ssrc = 0; ssrc < 64; ssrc++) {
            assertThat(drop(pair.server, protectRtp(pair.client, rtp(ssrc, 9)))).isNull();
            assertThat(dropRtcp(pair.server, protectRtcp(pair.client, rtcp(ssrc, 9)))).isNull();
        }

        assertThat(drop(pair.server, protectRtp(pair.client, rtp(64, 9))))
                .isEqualTo(DropReason.SRTP_STREAM_LIMIT);
        assertThat(dropRtcp(pair.server, protectRtcp(pair.client, rtcp(64, 9))))
                .isEqualTo(DropReason.SRTP_STREAM_LIMIT);
        assertThat(drop(pair.server, protectRtp(pair.client, rtp(63, 10)))).isNull();
        assertThat(dropRtcp(pair.server, protectRtcp(pair.client, rtcp(0, 10)))).isNull();
    }

    @Test
    void signaledStreamsCountAndAreBoundedToo() {
        var pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, 15);
        for (int ssrc = 0; ssrc < 100; ssrc++) {
            pair.server.allowSsrc(ssrc);
            pair.server.allowSsrc(ssrc);
        }

        assertThat(drop(pair.server, protectRtp(pair.client, rtp(63, 9)))).isNull();
        assertThat(drop(pair.server, protectRtp(pair.client, rtp(64, 9))))
                .isEqualTo(DropReason.SRTP_STREAM_LIMIT);
    }

    @Test
    void manyStreamsAreSent() {
        var pair = new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, 16);
        for (int ssrc = 0; ssrc < 300; ssrc++) {
            protectRtp(pair.server, rtp(ssrc << 8, 1));
        }

        assertThat(drop(pair.client, protectRtp(pair.server, rtp(299 << 8, 2)))).isNull();
    }

    /// The same nonce twice would give AES-GCM's key away.
    @ParameterizedTest
    @EnumSource
    void sequenceNumberIsNotProtectedTwice(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 17);
        protectRtp(pair.client, rtp(SSRC, 100));
        byte[] again = Arrays.copyOf(rtp(SSRC, 100), 60 + SrtpTransport.MAX_TAIL);

        int result = pair.client.protectRtp(again, 0, 60);

        assertThat(SrtpTransport.dropReason(result)).isEqualTo(DropReason.SRTP_PROTECT_FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void noRoomForTheTagIsAFailureAndNoException(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 18);
        for (int room = 0; room < SrtpTransport.MAX_TAIL; room++) {
            byte[] packet = Arrays.copyOf(rtp(SSRC, 100), 60 + room);
            byte[] report = Arrays.copyOf(rtcp(SSRC, 1), 28 + room);

            assertThat(pair.client.protectRtp(packet, 0, 60)).isNegative();
            assertThat(pair.client.protectRtcp(report, 0, 28)).isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource
    void truncatedPacketsAreDroppedWhateverTheirLength(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 19);
        byte[] packet = protectRtp(pair.client, rtp(SSRC, 7));
        byte[] report = protectRtcp(pair.client, rtcp(SSRC, 7));
        for (int length = 0; length < packet.length; length++) {
            assertThat(drop(pair.server, Arrays.copyOf(packet, length)))
                    .as("%d bytes", length)
                    .isIn(DropReason.SRTP_AUTHENTICATION, DropReason.RTP_MALFORMED);
        }
        for (int length = 0; length < report.length; length++) {
            assertThat(dropRtcp(pair.server, Arrays.copyOf(report, length)))
                    .as("%d bytes", length)
                    .isIn(DropReason.SRTP_AUTHENTICATION, DropReason.RTCP_MALFORMED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesAreDropped(SrtpProfile profile) {
        long seed = 20;
        var pair = new SrtpPair(profile, seed);
        var random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            byte[] copy = noise.clone();
            assertThat(pair.server.unprotectRtp(noise, 0, noise.length)).isNegative();
            assertThat(pair.server.unprotectRtcp(copy, 0, copy.length)).isNegative();
            assertThat(pair.server.protectRtp(noise, 0, noise.length)).isNegative();
        }
    }

    /// RFC 3711 section 3.4 would take it as authentic; RFC 8827 section 6.5 forbids media in the
    /// clear.
    @ParameterizedTest
    @EnumSource
    void unencryptedRtcpIsRefused(SrtpProfile profile) {
        var pair = new SrtpPair(profile, 21);
        byte[] wire = protectRtcp(pair.client, rtcp(SSRC, 1));
        int index = profile == SrtpProfile.AES128_CM_HMAC_SHA1_80 ? 14 : 4;
        wire[wire.length - index] &= 0x7F;

        assertThat(dropRtcp(pair.server, wire)).isEqualTo(DropReason.SRTP_AUTHENTICATION);
    }

    private static byte[] unprotected(SrtpTransport receiver, byte[] wire) {
        byte[] buffer = padded(wire);
        int length = receiver.unprotectRtp(buffer, 3, wire.length);
        assertThat(length).as("length").isNotNegative();
        return Arrays.copyOfRange(buffer, 3, 3 + length);
    }

    private static byte[] unprotectedRtcp(SrtpTransport receiver, byte[] wire) {
        byte[] buffer = padded(wire);
        int length = receiver.unprotectRtcp(buffer, 3, wire.length);
        assertThat(length).as("length").isNotNegative();
        return Arrays.copyOfRange(buffer, 3, 3 + length);
    }

    private static @Nullable DropReason drop(SrtpTransport receiver, byte[] wire) {
        byte[] buffer = padded(wire);
        return reason(receiver.unprotectRtp(buffer, 3, wire.length));
    }

    private static @Nullable DropReason dropRtcp(SrtpTransport receiver, byte[] wire) {
        byte[] buffer = padded(wire);
        return reason(receiver.unprotectRtcp(buffer, 3, wire.length));
    }

    private static @Nullable DropReason reason(int result) {
        return result < 0 ? SrtpTransport.dropReason(result) : null;
    }

    /// Away from the array's start and end, as in the loop's scratch array.
    private static byte[] padded(byte[] wire) {
        byte[] buffer = new byte[wire.length + 6];
        System.arraycopy(wire, 0, buffer, 3, wire.length);
        return buffer;
    }
}
