package live.lyceum.media.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.util.LeakPresenceDetector;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.srtp.SrtpTransport;
import live.lyceum.media.testkit.Mutations;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.rtcp.RtcpWriter;
import live.lyceum.media.wire.rtp.RtpWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What others in a room notice of one who replays, forges, floods, or sends with its good keys
/// what no client would: nothing.
class HostilePeerTest {
    private static final int MANY = 10_000;
    private static final int MALLORYS_CAM = 6;
    private static final int DANIELS_CAM = 7;
    private static final int SSRC = 0x5eed;

    private final SimRoom sim = new SimRoom(7);
    private final TestPeer mallory = sim.peer("mallory");
    private final TestPeer daniel = sim.peer("daniel");
    private final TestPeer mina = sim.peer("mina");
    private int sequenceNumber;

    @BeforeEach
    void three() throws Exception {
        mallory.join();
        daniel.join();
        mina.join();
        sim.run(2_000);
        assertThat(mina.slot(MALLORYS_CAM).completeFrames()).isGreaterThan(40);
        assertThat(mina.slot(DANIELS_CAM).completeFrames()).isGreaterThan(40);
    }

    @AfterEach
    void noBufferIsLost() {
        LeakPresenceDetector.check();
    }

    @Test
    void ofTenThousandReplayedPacketsNoneIsForwarded() {
        List<byte[]> media = recordedThenStill(true);
        long forwarded = sim.packets().forwardedCount();
        for (int i = 0; i < MANY; i++) {
            sim.receive(media.get(i % media.size()).clone(), mallory.address());
        }
        sim.run(100);

        assertThat(sim.packets().forwardedCount()).isEqualTo(forwarded);
        assertThat(sim.drops().count(DropReason.SRTP_REPLAY)).isEqualTo(MANY);
        othersGoOn();
    }

    @Test
    void ofTenThousandPacketsWithOneBitFlippedNoneIsForwarded() {
        // Packets that did not arrive, so that it is not for replay that they are refused.
        List<byte[]> media = recordedThenStill(false);
        SplittableRandom random = new SplittableRandom(11);
        long forwarded = sim.packets().forwardedCount();
        for (int i = 0; i < MANY; i++) {
            byte[] flipped = media.get(i % media.size()).clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            sim.receive(flipped, mallory.address());
        }
        sim.run(100);

        assertThat(sim.packets().forwardedCount()).isEqualTo(forwarded);
        assertThat(sim.drops().count(DropReason.SRTP_AUTHENTICATION)).isGreaterThan(MANY / 2);
        othersGoOn();
    }

    /// Row by row: a block past the end, an element past its block in both forms, none of which is
    /// forwarded.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "element past the block,   bede000113aabbcc, RTP_BAD_EXTENSION",
        "two bytes past the block, 100000010103aabb, RTP_BAD_EXTENSION",
        "two bytes without length, 1000000100000001, RTP_BAD_EXTENSION",
    })
    void anAuthenticPacketWithABadExtensionIsDropped(String name, String block, DropReason why) {
        mallory.sending(false);
        sim.run(100);
        long forwarded = ofMallory();
        long before = sim.drops().count(why);
        byte[] extension = HexFormat.of().parseHex(block);
        byte[] packet = new byte[12 + extension.length + 4];
        new RtpWriter().header(packet, 0, false, TestOffer.VP8, 1, 1, SSRC);
        packet[0] |= 0x10;
        System.arraycopy(extension, 0, packet, 12, extension.length);

        assertThat(sendAuthentic(packet)).isTrue();
        sim.run(10);

        assertThat(sim.drops().count(why)).isEqualTo(before + 1);
        assertThat(ofMallory()).isEqualTo(forwarded);
        othersGoOn();
    }

    /// Mutations behind the encryption: the whole way of a packet has to bear them.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void authenticNonsenseHarmsNobody(long seed) {
        mallory.sending(false);
        sim.run(100);
        List<byte[]> good = List.of(audio(), keyframe(), delta(), retransmission(), reports());
        int[] sent = {0};
        Mutations.mutated(
                seed,
                MANY,
                good,
                packet -> {
                    if (sendAuthentic(numbered(packet))) {
                        sim.run(++sent[0] % 2);
                    }
                });
        sim.run(100);

        assertThat(sent[0]).isGreaterThan(MANY / 2);
        // Nearly all come as far as they are meant to.
        assertThat(sim.drops().count(DropReason.SRTP_AUTHENTICATION)).isLessThan(MANY / 100);
        assertThat(sim.drops().count(DropReason.RTCP_MALFORMED)).isPositive();
        assertThat(sim.events().transport(mallory)).isEqualTo(TransportState.ACTIVE);
        othersGoOn();
    }

    @Test
    void aFloodIsCutDownToTheBudget() {
        mallory.sending(false);
        sim.run(2_000);
        long forwarded = sim.packets().forwardedCount();
        daniel.sending(false);
        mina.sending(false);
        byte[] packet = Arrays.copyOf(audio(), 200);
        int seconds = 5;
        for (int i = 0; i < seconds * MANY; i++) {
            assertThat(sendAuthentic(numbered(packet))).isTrue();
            if (i % 10 == 9) {
                sim.run(1);
            }
        }

        int receivers = 2;
        int most = (seconds + 1) * PacketBudget.PACKETS_PER_SECOND * receivers;
        assertThat(sim.packets().forwardedCount() - forwarded)
                .isBetween(most * 8L / 10, (long) most);
        assertThat(sim.drops().count(DropReason.SENDING_RATE))
                .isGreaterThan((long) seconds * MANY - most);
        assertThat(sim.events().transport(mallory)).isEqualTo(TransportState.ACTIVE);
        othersGoOn();
    }

    @Test
    void aFloodOfChecksIsCutDownToTheBudget() {
        List<byte[]> checks = recordedChecks();
        long sent = sim.packets().sentCount();
        int seconds = 5;
        for (int i = 0; i < seconds * MANY; i++) {
            sim.receive(checks.get(i % checks.size()).clone(), mallory.address());
            if (i % 10 == 9) {
                sim.run(1);
            }
        }

        int most = CheckBudget.BURST + seconds * CheckBudget.PER_SECOND;
        assertThat(sim.drops().count(DropReason.STUN_RATE))
                .isGreaterThan((long) seconds * MANY - most - 100);
        // And a few reports.
        assertThat(sim.packets().sentCount() - sent).isBetween(most * 8L / 10, most + 100L);
        othersGoOn();
    }

    /// Whoever has seen mallory's checks on their way, and sends them from elsewhere.
    @Test
    void aFloodFromElsewhereDoesNotKeepAClientsOwnChecksOut() {
        byte[] own = recordedChecks().getFirst();
        byte[] check = own.clone();
        check[check.length - 1] ^= 1;
        InetSocketAddress elsewhere = SimRoom.address(99, 9);
        for (int i = 0; i < 6 * MANY; i++) {
            sim.receive(check.clone(), elsewhere);
            if (i % 10 == 9) {
                sim.run(1);
            }
        }

        assertThat(sim.drops().count(DropReason.STUN_RATE)).isGreaterThan(5L * MANY);
        for (int i = 0; i < MANY; i++) {
            sim.receive(check.clone(), elsewhere);
        }
        long answered = sim.packets().sentCount();
        sim.receive(own, mallory.address());
        assertThat(sim.packets().sentCount()).isEqualTo(answered + 1);
        othersGoOn();
    }

    /// Of which one is enough, when nobody sends media any more.
    private List<byte[]> recordedChecks() {
        mallory.record();
        sim.run(3_000);
        List<byte[]> checks = new ArrayList<>();
        for (byte[] packet : mallory.recorded()) {
            if (Datagram.classify(Unpooled.wrappedBuffer(packet)) == Datagram.Kind.STUN) {
                checks.add(packet);
            }
        }
        assertThat(checks).isNotEmpty();
        for (TestPeer peer : List.of(mallory, daniel, mina)) {
            peer.sending(false);
        }
        sim.run(200);
        return checks;
    }

    private void othersGoOn() {
        daniel.sending(true);
        mina.sending(true);
        sim.run(1_000);
        mina.slot(DANIELS_CAM).expectNewPiece();
        long before = mina.slot(DANIELS_CAM).packets();
        long lost = mina.slot(DANIELS_CAM).lost();
        sim.run(2_000);
        assertThat(mina.slot(DANIELS_CAM).packets() - before).isGreaterThan(2 * 30 * 4 * 9 / 10);
        assertThat(mina.slot(DANIELS_CAM).lost()).isEqualTo(lost);
        assertThat(mina.slot(DANIELS_CAM).broken()).isEmpty();
    }

    /// What mallory sent in two seconds, when nobody sends any more.
    private List<byte[]> recordedThenStill(boolean arrived) {
        mallory.record();
        mallory.online(arrived);
        sim.run(2_000);
        List<byte[]> media = new ArrayList<>();
        for (byte[] packet : mallory.recorded()) {
            Datagram.Kind kind = Datagram.classify(Unpooled.wrappedBuffer(packet));
            if (kind == Datagram.Kind.RTP || kind == Datagram.Kind.RTCP) {
                media.add(packet);
            }
        }
        assertThat(media).hasSizeGreaterThan(300);
        for (TestPeer peer : List.of(mallory, daniel, mina)) {
            peer.sending(false);
        }
        sim.run(200);
        mallory.online(true);
        return media;
    }

    private long ofMallory() {
        return mina.slot(MALLORYS_CAM).packets();
    }

    /// As mallory's client would protect it; false: it cannot be protected.
    private boolean sendAuthentic(byte[] plain) {
        SrtpTransport keys = Objects.requireNonNull(mallory.srtp());
        byte[] packet = Arrays.copyOf(plain, plain.length + SrtpTransport.MAX_TAIL);
        int second = plain.length < 2 ? 0 : plain[1] & 0xff;
        int length =
                second >= 192 && second <= 223
                        ? keys.protectRtcp(packet, 0, plain.length)
                        : keys.protectRtp(packet, 0, plain.length);
        if (length > 0) {
            sim.receive(Arrays.copyOf(packet, length), mallory.address());
        }
        return length > 0;
    }

    private byte[] numbered(byte[] packet) {
        if (packet.length >= 12) {
            sequenceNumber++;
            int second = packet[1] & 0xff;
            if (second < 192 || second > 223) {
                // A sequence number is never protected twice, and there are 64 streams at most.
                Bytes.put16(packet, 2, sequenceNumber);
                Bytes.put32(packet, 8, SSRC + (packet[1] & 3));
            } else {
                Bytes.put32(packet, 4, SSRC);
            }
        }
        return packet;
    }

    private static byte[] audio() {
        byte[] bytes = new byte[100];
        RtpWriter writer = new RtpWriter().header(bytes, 0, true, TestOffer.OPUS, 1, 1, SSRC);
        writer.extension(TestOffer.MID_ID, "0".getBytes(US_ASCII), 0, 1);
        writer.extension(TestOffer.LEVEL_ID, (byte) 0x85);
        writer.extension16(TestOffer.TRANSPORT_ID, 7);
        return Arrays.copyOf(bytes, writer.payload(new byte[40], 0, 40).length());
    }

    private static byte[] keyframe() {
        return video(TestOffer.VP8, TestOffer.RID_ID, "90f0 9234 56 60 b0a201 9d012a 8002 e001 00");
    }

    private static byte[] delta() {
        return video(TestOffer.VP8, TestOffer.RID_ID, "90f0 9235 56 60 01 00 00");
    }

    private static byte[] retransmission() {
        return video(TestOffer.RTX, TestOffer.REPAIRED_RID_ID, "0001 90f0 9235 56 60 01 00 00");
    }

    private static byte[] video(int payloadType, int ridId, String payload) {
        byte[] bytes = new byte[100];
        byte[] data = HexFormat.of().parseHex(payload.replace(" ", ""));
        RtpWriter writer = new RtpWriter().header(bytes, 0, true, payloadType, 1, 1, SSRC);
        writer.extension(TestOffer.MID_ID, "1".getBytes(US_ASCII), 0, 1);
        writer.extension(ridId, "q".getBytes(US_ASCII), 0, 1);
        writer.extension16(TestOffer.TRANSPORT_ID, 8);
        return Arrays.copyOf(bytes, writer.payload(data, 0, data.length).length());
    }

    private byte[] reports() {
        byte[] bytes = new byte[300];
        int slot = mallory.slot(DANIELS_CAM).ssrc();
        RtcpWriter writer = new RtcpWriter();
        writer.reset(bytes, 0, bytes.length);
        writer.senderReport(SSRC, 1L << 40, 7, 100, 1_000);
        writer.sdesCname(SSRC, "mallory");
        writer.nack(SSRC, slot, new int[] {1, 2, 3}, 3);
        writer.pli(SSRC, slot);
        writer.fir(SSRC, slot, 1);
        writer.bye(SSRC);
        return Arrays.copyOf(bytes, writer.length());
    }
}
