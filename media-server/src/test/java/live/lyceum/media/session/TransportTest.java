package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.LeakPresenceDetector;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.testkit.Mutations;
import live.lyceum.media.testkit.SimNetwork.Conditions;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.StunClient;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.media.testkit.TestReceiver;
import live.lyceum.media.wire.Datagram;
import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One participant's transport: how it comes to be, moves, falls silent and ends, and what it makes
/// of datagrams that are none of its peer's.
class TransportTest {
    private static final int MIC_SLOT = 3;
    private static final int CAM_SLOT = 6;

    private final SimRoom sim = new SimRoom(5);
    private TestPeer daniel = sim.peer("daniel");
    private TestPeer mina = sim.peer("mina");

    @BeforeEach
    void twoWhoSeeEachOther() throws Exception {
        daniel.join();
        mina.join();
        sim.run(2_000);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.ACTIVE);
        assertThat(mina.slot(CAM_SLOT).completeFrames()).isGreaterThan(50);
    }

    @AfterEach
    void noBufferIsLost() {
        LeakPresenceDetector.check();
    }

    @Test
    void afterARestartAtAnotherAddressMediaGoesOn() throws Exception {
        daniel.move(50_001);
        daniel.restartIce();
        goesOn(5_000);
        assertThat(sim.events().log()).noneMatch(line -> line.contains("SILENT"));
    }

    @Test
    void manyRestartsAreNoHarm() throws Exception {
        for (int i = 1; i <= 10; i++) {
            daniel.move(50_000 + i);
            daniel.restartIce();
            goesOn(1_000);
        }
    }

    @Test
    void anAddressThatChangesWithoutARestartIsFollowed() {
        daniel.move(50_001);
        sim.run(2_600);
        goesOn(2_000);
    }

    /// A phone with mobile network, Wi-Fi and a VPN over IPv4 and IPv6 has more than eight.
    @Test
    void aPeerWithManyAddressesIsHeardFromTheSelectedOne() {
        for (int port = 50_001; port < 50_020; port++) {
            daniel.checkFrom(port);
        }
        sim.run(100);
        long unknown = sim.drops().count(DropReason.UNKNOWN_REMOTE);
        goesOn(2_000);
        assertThat(sim.drops().count(DropReason.UNKNOWN_REMOTE)).isEqualTo(unknown);
    }

    @Test
    void silenceIsToldAndSoIsItsEnd() {
        daniel.online(false);
        sim.run(3_900);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.ACTIVE);
        sim.run(200);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.SILENT);
        assertThat(sim.events().log().getLast()).isEqualTo("daniel 1 SILENT 4000");

        sim.run(20_000);
        daniel.online(true);
        sim.run(100);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.ACTIVE);
        mina.slot(CAM_SLOT).expectNewPiece();
        long seen = mina.slot(CAM_SLOT).packets();
        sim.run(3_000);
        assertThat(mina.slot(CAM_SLOT).packets()).isGreaterThan(seen + 300);
    }

    /// What would be numbered meanwhile could be so much that the receiver loses count (RFC 3711
    /// section 3.3.1).
    @Test
    void after30SecondsOfSilenceAPeerIsSentNoMediaAndGoesOnWithAKeyframe() {
        daniel.online(false);
        sim.run(30_100);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.SILENT);
        long forwarded = sim.packets().forwardedCount();
        int keyframes = mina.plisReceived();
        sim.run(60_000);
        assertThat(sim.packets().forwardedCount()).isEqualTo(forwarded);
        assertThat(mina.plisReceived()).isEqualTo(keyframes);

        daniel.online(true);
        daniel.slot(CAM_SLOT).expectNewPiece();
        long seen = daniel.slot(CAM_SLOT).packets();
        // Its next check says where to.
        sim.run(2_600);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.ACTIVE);
        assertThat(mina.plisReceived()).isEqualTo(keyframes + 1);
        sim.run(3_000);
        assertThat(daniel.slot(CAM_SLOT).packets()).isGreaterThan(seen + 300);
    }

    /// Too short to be told, and too long for what was lost to be sent again.
    @Test
    void whoWasAwayForASecondIsAskedForAKeyframeAndGetsOne() {
        daniel.online(false);
        sim.run(1_000);
        int ofDaniel = daniel.plisReceived();
        int ofMina = mina.plisReceived();
        daniel.online(true);
        sim.run(50);
        assertThat(daniel.plisReceived()).isEqualTo(ofDaniel + 1);
        assertThat(mina.plisReceived()).isEqualTo(ofMina + 1);
        assertThat(sim.events().log()).noneMatch(line -> line.contains("SILENT"));
    }

    @Test
    void after2MinutesOfSilenceATransportIsGivenUp() {
        daniel.online(false);
        sim.run(119_900);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.SILENT);
        sim.run(200);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.CLOSED);
        assertThat(sim.room().size()).isEqualTo(1);
        assertThat(sim.events().slots(mina)).allMatch(slot -> slot.participant() == null);

        sim.run(100);
        long sent = daniel.datagramsReceived();
        daniel.online(true);
        sim.run(10_000);
        assertThat(daniel.datagramsReceived()).isEqualTo(sent);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.CLOSED);
    }

    /// An address that was nominated once and then says nothing is no longer sent to, though the
    /// peer lives elsewhere: it may be somebody's who never asked.
    @Test
    void anAddressThatFallsSilentIsSentNothingAfter30Seconds() {
        InetSocketAddress silent = SimRoom.address(99, 9);
        StunClient stun = new StunClient();
        daniel.online(false);
        sim.receive(check(stun, true), silent);
        for (int i = 0; i < 29; i++) {
            sim.run(1_000);
            sim.receive(check(stun, false), daniel.address());
        }
        sim.run(500);
        long before = daniel.datagramsReceived();
        sim.run(600);
        assertThat(daniel.datagramsReceived()).isEqualTo(before);
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.ACTIVE);

        sim.receive(check(stun, false), daniel.address());
        sim.run(500);
        assertThat(daniel.datagramsReceived()).isGreaterThan(before + 50);
    }

    private byte[] check(StunClient stun, boolean nominate) {
        return stun.check(value("ice-ufrag:(\\S+)"), value("ice-pwd:(\\S+)"), "udaniel", nominate);
    }

    private String value(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(daniel.answer());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aPeerThatNeverComesIsForgottenAfter30Seconds() throws Exception {
        TestPeer omar = sim.peer("omar");
        omar.online(false);
        omar.join();
        sim.run(29_900);
        assertThat(sim.room().size()).isEqualTo(3);
        sim.run(200);
        assertThat(sim.room().size()).isEqualTo(2);
        assertThat(sim.events().log().getLast()).isEqualTo("omar 1 CLOSED 30000");
    }

    @Test
    void aReplayedMinuteIsCountedAndHarmsNobody() {
        mina.record();
        daniel.record();
        sim.run(2_000);
        List<byte[]> packets = List.copyOf(daniel.recorded());
        daniel.sending(false);
        mina.sending(false);
        sim.run(100);
        long forwarded = sim.packets().forwardedCount();

        for (byte[] packet : packets) {
            if (!stun(packet)) {
                daniel.sendRaw(packet);
            }
        }
        sim.run(10);

        assertThat(sim.packets().forwardedCount()).isEqualTo(forwarded);
        assertThat(sim.drops().count(DropReason.SRTP_REPLAY)).isGreaterThan(300);
        daniel.sending(true);
        mina.sending(true);
        goesOn(2_000);
    }

    /// Only what is authentic is proof of life.
    @Test
    void garbageIsNoProofOfLife() {
        daniel.record();
        sim.run(1_000);
        List<byte[]> packets = List.copyOf(daniel.recorded());
        daniel.online(false);
        for (int i = 0; i < 60; i++) {
            for (byte[] packet : packets) {
                byte[] broken = packet.clone();
                broken[broken.length - 1] ^= 1;
                daniel.sendRaw(broken);
                if (!stun(packet)) {
                    daniel.sendRaw(packet);
                }
            }
            sim.run(100);
        }
        assertThat(sim.events().transport(daniel)).isEqualTo(TransportState.SILENT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedDatagramsFromABoundAddressAreCountedAndHarmNobody(long seed) {
        daniel.record();
        sim.run(1_000);
        List<byte[]> packets = List.copyOf(daniel.recorded());
        Set<Datagram.Kind> kinds = new HashSet<>();
        for (byte[] packet : packets) {
            kinds.add(kind(packet));
        }
        assertThat(kinds).contains(Datagram.Kind.RTP, Datagram.Kind.RTCP);
        Mutations.mutated(
                seed,
                10_000,
                packets,
                packet -> {
                    if (packet.length > 0) {
                        sim.receive(packet, daniel.address());
                    }
                });
        assertThat(sim.drops().count(DropReason.SRTP_AUTHENTICATION)).isGreaterThan(1_000);
        assertThat(sim.drops().count(DropReason.UNKNOWN_DATAGRAM)).isPositive();
        goesOn(2_000);
    }

    @Test
    void truncatedDatagramsAreCountedAndHarmNobody() {
        daniel.record();
        sim.run(1_500);
        List<byte[]> packets = List.copyOf(daniel.recorded());
        for (byte[] packet : packets) {
            if (!stun(packet)) {
                Mutations.everyPrefix(packet, cut -> sim.receive(cut, daniel.address()));
            }
        }
        assertThat(sim.drops().count(DropReason.SRTP_AUTHENTICATION)).isPositive();
        assertThat(sim.drops().count(DropReason.RTP_MALFORMED)).isPositive();
        assertThat(sim.drops().count(DropReason.RTCP_MALFORMED)).isPositive();
        goesOn(2_000);
    }

    @Test
    void aDatagramTooLargeIsDropped() {
        byte[] huge = new byte[LoopContext.MAX_DATAGRAM + 1];
        new Random(1).nextBytes(huge);
        huge[0] = (byte) 0x80;
        sim.receive(huge, daniel.address());
        assertThat(sim.drops().count(DropReason.TOO_LARGE)).isEqualTo(1);
        goesOn(1_000);
    }

    @Test
    void mediaFromAnAddressThatNoCheckMadeValidIsDropped() {
        daniel.record();
        sim.run(100);
        long before = sim.drops().count(DropReason.UNKNOWN_REMOTE);
        for (byte[] packet : List.copyOf(daniel.recorded())) {
            if (!stun(packet)) {
                sim.receive(packet, SimRoom.address(99, 9));
            }
        }
        assertThat(sim.drops().count(DropReason.UNKNOWN_REMOTE)).isGreaterThan(before);
        goesOn(1_000);
    }

    @Test
    void lossToTheReceiverIsRepairedWithoutAskingTheSender() {
        sim.network().conditions(Conditions.of(0.05, 10, 0));
        sim.run(10_000);
        sim.network().conditions(Conditions.PERFECT);
        sim.run(1_000);
        assertThat(mina.slot(CAM_SLOT).retransmitted()).isPositive();
        assertThat(mina.slot(CAM_SLOT).lost()).isLessThan(10);
        assertThat(sim.packets().retransmittedCount()).isPositive();
    }

    /// Media flows both ways for `millis` more, without a gap and without a broken packet.
    private void goesOn(long millis) {
        sim.run(100);
        for (TestPeer peer : List.of(daniel, mina)) {
            for (int slot : new int[] {MIC_SLOT, CAM_SLOT}) {
                peer.slot(slot).expectNewPiece();
            }
        }
        TestReceiver ofDaniel = mina.slot(CAM_SLOT);
        TestReceiver ofMina = daniel.slot(CAM_SLOT);
        long before = ofDaniel.packets();
        long beforeBack = ofMina.packets();
        long lost = ofDaniel.lost();
        sim.run(millis);
        long least = millis * 30 * 4 / 1_000 * 9 / 10;
        assertThat(ofDaniel.packets() - before).isGreaterThan(least);
        assertThat(ofMina.packets() - beforeBack).isGreaterThan(least);
        assertThat(ofDaniel.lost()).isEqualTo(lost);
        assertThat(ofDaniel.broken()).isEmpty();
        assertThat(ofMina.broken()).isEmpty();
        assertThat(mina.slot(MIC_SLOT).broken()).isEmpty();
    }

    private static boolean stun(byte[] packet) {
        return kind(packet) == Datagram.Kind.STUN;
    }

    private static Datagram.Kind kind(byte[] packet) {
        ByteBuf datagram = Unpooled.wrappedBuffer(packet);
        return Datagram.classify(datagram);
    }
}
