package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.LeakPresenceDetector;
import java.util.List;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.Source;
import live.lyceum.media.testkit.SimNetwork.Conditions;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.media.testkit.TestReceiver;
import live.lyceum.media.wire.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens in a room, seen by those who are in it.
class MeetingTest {
    private static final int MIC_SLOT = 3;
    private static final int CAM_SLOT = 6;
    private static final long SEED = 42;
    private static final MediaGate MUTED = new MediaGate(false, true, true);
    private static final MediaGate NO_SCREEN = new MediaGate(true, true, false);
    private static final MediaGate ALL_CLOSED = MediaGate.CLOSED;

    private final SimRoom sim = new SimRoom(SEED);

    @AfterEach
    void noBufferIsLost() {
        LeakPresenceDetector.check();
    }

    @Test
    void threePeersAllSeeEachOther() throws Exception {
        List<TestPeer> peers =
                List.of(
                        sim.peer("daniel").join(),
                        sim.peer("mina").join(),
                        sim.peer("omar").join());
        sim.run(5_000);

        for (TestPeer receiver : peers) {
            for (int slot : new int[] {CAM_SLOT, CAM_SLOT + 1}) {
                assertThat(receiver.slot(slot).completeFrames()).isGreaterThan(130);
                assertThat(receiver.slot(slot).broken()).isEmpty();
                assertThat(receiver.slot(slot).lost()).isZero();
            }
            assertThat(receiver.slot(MIC_SLOT).packets()).isGreaterThan(230);
            assertThat(receiver.slot(MIC_SLOT + 1).packets()).isGreaterThan(230);
            assertThat(receiver.slot(MIC_SLOT + 2).packets()).isZero();
            assertThat(sim.events().slots(receiver))
                    .filteredOn(slot -> slot.participant() != null)
                    .hasSize(6)
                    .noneMatch(slot -> receiver.id().equals(slot.participant()));
        }
    }

    @Test
    void soundAndPictureOfAPersonStandOnSlotsOfOneNumber() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        sim.peer("mina").join();
        sim.peer("omar").join();
        sim.run(100);

        List<SlotAssignment> slots = sim.events().slots(daniel);
        for (int i = 0; i < 2; i++) {
            assertThat(slots.get(i).source()).isEqualTo(Source.MIC);
            assertThat(slots.get(i + 3).source()).isEqualTo(Source.CAM);
            assertThat(slots.get(i).participant()).isEqualTo(slots.get(i + 3).participant());
        }
        // A shared screen comes from the end.
        assertThat(slots.get(6).source()).isEqualTo(Source.SCREEN);
        assertThat(slots.get(5).source()).isEqualTo(Source.SCREEN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoComesLateSeesSoon(long seed) throws Exception {
        SimRoom room = new SimRoom(seed);
        room.network().conditions(Conditions.of(0, 20, 0));
        TestPeer daniel = room.peer("daniel").join();
        room.run(10_000);
        int keyframes = daniel.keyframes();
        TestPeer mina = room.peer("mina").join();
        long joinedNs = room.nowNs();
        room.run(2_000);

        TestReceiver picture = mina.slot(CAM_SLOT);
        assertThat(daniel.plisReceived()).as("seed %s", seed).isPositive();
        assertThat(daniel.keyframes()).as("seed %s", seed).isEqualTo(keyframes + 1);
        assertThat(picture.firstPacketNs() - joinedNs)
                .as("seed %s", seed)
                .isBetween(1L, 300_000_000L);
        assertThat(picture.completeFrames()).as("seed %s", seed).isGreaterThan(45);
        assertThat(picture.broken()).as("seed %s", seed).isEmpty();
    }

    @Test
    void whileMutedNothingOfTheMicrophoneLeaves() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(3_000);
        TestReceiver sound = mina.slot(MIC_SLOT);
        TestReceiver picture = mina.slot(CAM_SLOT);

        sim.room().gate(daniel.id(), MUTED, sim.nowNs());
        sim.run(10);
        long heard = sound.packets();
        long seen = picture.packets();
        long sent = daniel.audioSent();
        sim.run(5_000);

        assertThat(daniel.audioSent()).isGreaterThan(sent + 200);
        assertThat(sound.packets()).isEqualTo(heard);
        assertThat(picture.packets()).isGreaterThan(seen + 500);
        assertThat(sim.drops().count(DropReason.GATE_CLOSED)).isGreaterThan(200);

        long last = sound.highest();
        sound.expectNewPiece();
        sim.room().gate(daniel.id(), MediaGate.OPEN, sim.nowNs());
        sim.run(1_000);
        assertThat(sound.packets()).isBetween(heard + 48, heard + 51);
        assertThat(sound.highest() - last).isEqualTo(sound.packets() - heard);
        assertThat(sound.broken()).isEmpty();
    }

    @Test
    void aCameraThatIsOpenedAgainGoesOnWithAKeyframe() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(3_000);
        TestReceiver picture = mina.slot(CAM_SLOT);

        sim.room().gate(daniel.id(), ALL_CLOSED, sim.nowNs());
        sim.run(10);
        long seen = picture.packets();
        int keyframes = daniel.keyframes();
        sim.run(20_000);
        assertThat(picture.packets()).isEqualTo(seen);
        assertThat(daniel.keyframes()).isEqualTo(keyframes);

        long last = picture.highest();
        picture.expectNewPiece();
        sim.room().gate(daniel.id(), MediaGate.OPEN, sim.nowNs());
        sim.run(2_000);
        assertThat(daniel.keyframes()).isEqualTo(keyframes + 1);
        assertThat(picture.packets() - seen).isGreaterThan(200);
        assertThat(picture.highest() - last).isEqualTo(picture.packets() - seen);
        assertThat(picture.broken()).isEmpty();
    }

    @Test
    void whoJoinsMutedIsNotHeard() throws Exception {
        sim.peer("daniel").join(ALL_CLOSED);
        TestPeer mina = sim.peer("mina").join();
        sim.run(5_000);
        assertThat(mina.mediaReceived()).isZero();
        assertThat(sim.packets().forwardedCount()).isPositive();
    }

    @Test
    void aNewGenerationTakesOverTheSeatAndTheSlots() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(3_000);
        List<SlotAssignment> before = sim.events().slots(mina);
        TestReceiver picture = mina.slot(CAM_SLOT);
        TestReceiver sound = mina.slot(MIC_SLOT);
        long seen = picture.packets();
        long last = picture.highest();

        picture.expectNewPiece();
        sound.expectNewPiece();
        daniel.join();
        sim.run(3_000);

        assertThat(sim.events().slots(mina)).isEqualTo(before);
        assertThat(picture.packets()).isGreaterThan(seen + 300);
        assertThat(picture.highest() - last).isEqualTo(picture.packets() - seen);
        assertThat(picture.broken()).isEmpty();
        assertThat(sound.broken()).isEmpty();
        assertThat(sim.room().size()).isEqualTo(2);
        assertThat(sim.events().log()).contains("daniel 1 CLOSED 0", "daniel 2 ACTIVE 0");
        assertThat(daniel.slot(CAM_SLOT).completeFrames()).isGreaterThan(80);
    }

    @Test
    void whoLeavesFreesTheSlots() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(1_000);
        sim.room().leave(daniel.id(), sim.nowNs());
        sim.run(10);
        long received = daniel.mediaReceived();
        long seen = mina.mediaReceived();
        assertThat(sim.events().slots(mina)).allMatch(slot -> slot.participant() == null);
        sim.run(2_000);

        assertThat(daniel.mediaReceived()).isEqualTo(received);
        assertThat(mina.mediaReceived()).isEqualTo(seen);
        assertThat(sim.room().size()).isEqualTo(1);

        mina.slot(CAM_SLOT).expectNewPiece();
        mina.slot(MIC_SLOT).expectNewPiece();
        sim.peer("omar").join();
        sim.run(2_000);
        assertThat(mina.slot(CAM_SLOT).completeFrames()).isGreaterThan(70);
        assertThat(mina.slot(CAM_SLOT).broken()).isEmpty();
        assertThat(mina.slot(CAM_SLOT).lost()).isZero();
        sim.room().leave(new ParticipantId("nobody"), sim.nowNs());
    }

    @Test
    void aStaleGenerationIsRefused() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        daniel.join();
        sim.run(500);
        for (int generation : new int[] {0, 1}) {
            refused(daniel, generation, daniel.offerSdp(), false, "STALE_GENERATION");
        }
        refused(daniel, 1, daniel.offerSdp(), true, "STALE_GENERATION");
        refused(daniel, 3, daniel.offerSdp(), true, "STALE_GENERATION");
        refused(sim.peer("mina"), 1, daniel.offerSdp(), true, "STALE_GENERATION");
        assertThat(sim.events().transport(daniel)).hasToString("ACTIVE");
    }

    @Test
    void aRoomWithMorePicturesThanSlotsAsksForAnOfferWithMore() throws Exception {
        TestPeer daniel = sim.peer("daniel").join(NO_SCREEN);
        for (String name : List.of("ben", "cora", "dan", "eva")) {
            sim.peer(name).join(NO_SCREEN);
        }
        sim.run(1_000);
        assertThat(sim.events().reoffer(daniel)).isNull();
        sim.peer("fay").join(NO_SCREEN);
        assertThat(sim.events().reoffer(daniel)).isEqualTo(new Reoffer(Reoffer.Reason.SLOTS, 7));
        sim.run(1_000);
        daniel.reoffer(7, false);
        sim.run(2_000);

        assertThat(sim.events().reoffer(daniel)).isNull();
        for (int slot = CAM_SLOT; slot < CAM_SLOT + 5; slot++) {
            assertThat(daniel.slot(slot).completeFrames()).isGreaterThan(40);
            assertThat(daniel.slot(slot).broken()).isEmpty();
        }
        assertThat(daniel.slot(CAM_SLOT).completeFrames()).isGreaterThan(90);
        assertThat(daniel.slot(CAM_SLOT).lost()).isZero();
    }

    @Test
    void aRestartTakesInWhatItsOfferAdds() throws Exception {
        TestPeer daniel = sim.peer("daniel").join(NO_SCREEN);
        for (String name : List.of("ben", "cora", "dan", "eva", "fay")) {
            sim.peer(name).join(NO_SCREEN);
        }
        sim.run(500);
        daniel.reoffer(7, true);
        sim.run(2_000);
        assertThat(sim.events().reoffer(daniel)).isNull();
        assertThat(daniel.slot(CAM_SLOT + 4).completeFrames()).isGreaterThan(40);
    }

    @Test
    void anOfferThatDoesNotGoOnWithItsConnectionIsRefused() throws Exception {
        TestPeer daniel = sim.peer("daniel").join(NO_SCREEN);
        sim.run(500);
        String otherCertificate = daniel.offerSdp().replaceAll("(fingerprint:\\S+ )..", "$1AB");
        refused(daniel, 1, otherCertificate, false, "BAD_SDP");
        String otherMid = daniel.offerSdp().replace("a=mid:1\r\n", "a=mid:9\r\n");
        refused(daniel, 1, otherMid.replace("BUNDLE 0 1", "BUNDLE 0 9"), false, "BAD_SDP");
        assertThat(sim.events().transport(daniel)).hasToString("ACTIVE");
    }

    @Test
    void ofMoreMicrophonesThanSlotsTheLoudestAreHeard() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        List<TestPeer> others =
                List.of(
                        sim.peer("ben").join(),
                        sim.peer("cora").join(),
                        sim.peer("dan").join(),
                        sim.peer("eva").join());
        others.forEach(other -> other.speak(80));
        sim.run(2_000);
        for (TestPeer loud : others) {
            loud.speak(20);
            sim.run(2_000);
            assertThat(sim.events().slots(daniel))
                    .anyMatch(slot ->
                            slot.source() == Source.MIC && loud.id().equals(slot.participant()));
            loud.speak(80);
        }
        assertThat(sim.events().slots(daniel))
                .filteredOn(slot -> slot.source() == Source.MIC)
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=0\r\n", "nonsense", "\0\0\0"})
    void anOfferThatCannotBeReadIsRefusedAndHarmsNobody(String sdp) throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(1_000);
        refused(daniel, 2, sdp, false, "BAD_SDP");
        refused(daniel, 1, sdp, true, "BAD_SDP");
        refused(sim.peer("omar"), 1, sdp, false, "BAD_SDP");
        long seen = mina.slot(CAM_SLOT).packets();
        sim.run(1_000);
        assertThat(mina.slot(CAM_SLOT).packets()).isGreaterThan(seen + 100);
        assertThat(sim.room().size()).isEqualTo(2);
    }

    @Test
    void whoSpeaksIsTold() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(1_000);
        assertThat(sim.events().speaking()).isEmpty();
        daniel.speak(20);
        sim.run(200);
        assertThat(sim.events().speaking()).containsExactly(daniel.id());
        mina.speak(10);
        sim.run(200);
        assertThat(sim.events().speaking()).containsExactlyInAnyOrder(daniel.id(), mina.id());
        daniel.speak(100);
        sim.run(700);
        assertThat(sim.events().speaking()).containsExactly(mina.id());
        sim.room().gate(mina.id(), MUTED, sim.nowNs());
        assertThat(sim.events().speaking()).isEmpty();
        sim.run(1_000);
        assertThat(sim.events().speaking()).isEmpty();
    }

    @Test
    void whoLeavesSpeaksNoMore() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        sim.peer("mina").join();
        daniel.speak(20);
        sim.run(1_000);
        sim.room().leave(daniel.id(), sim.nowNs());
        assertThat(sim.events().speaking()).isEmpty();
    }

    @Test
    void simulcastIsToldApartByRidAndOneLayerGoesOut() throws Exception {
        TestPeer daniel = sim.peer("daniel").simulcast().join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(1_000);
        TestReceiver picture = mina.slot(CAM_SLOT);
        long seen = picture.packets();
        // By now the largest layer stands; nothing changes any more.
        picture.expectNewPiece();
        sim.run(5_000);
        assertThat(picture.packets() - seen).isBetween(590L, 640L);
        assertThat(picture.broken()).noneMatch(what -> what.contains("piece 2"));
        assertThat(picture.lost()).isZero();
        assertThat(daniel.slot(CAM_SLOT).completeFrames()).isGreaterThan(150);
        assertThat(sim.drops().count(DropReason.LAYER_NOT_SELECTED)).isGreaterThan(1_000);
    }

    @Test
    void aLostPacketOfSimulcastIsRepairedByRepairedRid() throws Exception {
        sim.peer("daniel").simulcast().join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(2_000);
        mina.slot(CAM_SLOT).expectNewPiece();
        sim.network().conditions(Conditions.of(0.05, 20, 0));
        sim.run(10_000);
        sim.network().conditions(Conditions.PERFECT);
        sim.run(1_000);
        assertThat(mina.slot(CAM_SLOT).lost()).isLessThan(20);
        assertThat(mina.slot(CAM_SLOT).retransmitted()).isPositive();
        assertThat(mina.slot(CAM_SLOT).broken())
                .noneMatch(what -> what.contains("piece 2") || what.contains("payload"));
    }

    @Test
    void aNewSsrcOfTheCameraIsFollowed() throws Exception {
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(3_000);
        TestReceiver picture = mina.slot(CAM_SLOT);
        long seen = picture.packets();
        long last = picture.highest();
        picture.expectNewPiece();
        daniel.replaceCamera();
        sim.run(3_000);
        assertThat(picture.packets() - seen).isGreaterThan(300);
        assertThat(picture.highest() - last).isEqualTo(picture.packets() - seen);
        assertThat(picture.broken()).isEmpty();
    }

    /// A sender report of each stream says when its timestamps are played: the difference between
    /// sound and picture has to be the one the sender stated, however its reports travelled.
    @Test
    void lipsStayInSync() throws Exception {
        sim.network().conditions(Conditions.of(0, 20, 200));
        sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.run(10_000);
        double first = sound(mina) - picture(mina);
        // A report of the test's sender is up to a frame off.
        assertThat(first).isBetween(-34.0, 34.0);
        for (int second = 0; second < 20; second++) {
            sim.run(1_000);
            assertThat(sound(mina) - picture(mina))
                    .as("second %s", second)
                    .isBetween(first - 1, first + 1);
        }
    }

    private static double sound(TestPeer receiver) {
        return receiver.slot(MIC_SLOT).startMs(48_000);
    }

    private static double picture(TestPeer receiver) {
        return receiver.slot(CAM_SLOT).startMs(90_000);
    }

    private void refused(
            TestPeer peer, int generation, String sdp, boolean restart, String reason) {
        MediaOffer offer = new MediaOffer(generation, sdp, restart, MediaGate.OPEN);
        assertThatThrownBy(() -> sim.offer(peer.id(), offer))
                .isInstanceOfSatisfying(
                        OfferRefused.class, e -> assertThat(e.reason()).hasToString(reason));
    }
}
