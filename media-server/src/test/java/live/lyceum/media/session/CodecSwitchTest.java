package live.lyceum.media.session;

import static live.lyceum.media.wire.codec.Codec.AV1;
import static live.lyceum.media.wire.codec.Codec.H264;
import static live.lyceum.media.wire.codec.Codec.VP8;
import static live.lyceum.media.wire.codec.Codec.VP9;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.LeakPresenceDetector;
import java.util.List;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaOffer.Ways;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.media.testkit.SimNetwork.Conditions;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.media.testkit.TestReceiver;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.codec.Codec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rooms whose people do not all have the same codecs.
class CodecSwitchTest {
    private static final int CAM_SLOT = 6;
    private static final int SLOTS = 4;
    private static final MediaGate NO_SCREEN = new MediaGate(true, true, false);
    private static final Reoffer ASKED = new Reoffer(Reoffer.Reason.CODEC, SLOTS);

    private final SimRoom sim = new SimRoom(11, List.of(AV1, VP9, H264));

    @AfterEach
    void noBufferIsLost() {
        LeakPresenceDetector.check();
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "H264", "VP9", "AV1"})
    void whatAllHaveIsUsedFromTheFirstOfferOn(Codec codec) throws Exception {
        TestPeer daniel = sim.peer("daniel").knows(VP8, codec).join(NO_SCREEN);
        TestPeer mina = sim.peer("mina").knows(codec, VP8).join(NO_SCREEN);
        sim.run(3_000);

        for (TestPeer each : List.of(daniel, mina)) {
            seesWell(each.slot(CAM_SLOT), codec);
            assertThat(each.slot(CAM_SLOT).completeFrames()).isGreaterThan(80);
            assertThat(sim.events().reoffer(each)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP9", "AV1"})
    void whatIsLostIsSentAgainInEachCodec(Codec codec) throws Exception {
        sim.peer("daniel").knows(VP8, codec).join(NO_SCREEN);
        TestPeer mina = sim.peer("mina").knows(VP8, codec).join(NO_SCREEN);
        sim.run(1_000);
        sim.network().conditions(Conditions.of(0.03, 20, 0));
        sim.run(5_000);
        sim.network().conditions(Conditions.PERFECT);
        sim.run(1_000);

        TestReceiver picture = mina.slot(CAM_SLOT);
        assertThat(picture.retransmitted()).isPositive();
        assertThat(picture.lost()).isLessThan(10);
        assertThat(picture.broken()).isEmpty();
    }

    @Test
    void whoComesWithoutTheCodecBringsTheRoomToVp8() throws Exception {
        TestPeer daniel = sim.peer("daniel").knows(VP8, VP9).join(NO_SCREEN);
        TestPeer mina = sim.peer("mina").knows(VP8, VP9).join(NO_SCREEN);
        sim.run(1_000);
        TestPeer omar = sim.peer("omar").join(NO_SCREEN);
        assertThat(sim.events().reoffer(daniel)).isEqualTo(ASKED);
        assertThat(sim.events().reoffer(mina)).isEqualTo(ASKED);
        assertThat(sim.events().reoffer(omar)).isNull();

        // Until they offer again omar is sent nothing of them, and they are sent him.
        sim.run(1_000);
        assertThat(omar.slot(CAM_SLOT).packets()).isZero();
        assertThat(sim.drops().count(DropReason.CODEC_NOT_NEGOTIATED)).isPositive();
        seesWell(daniel.slot(CAM_SLOT + 1), VP8);
        seesWell(mina.slot(CAM_SLOT), VP9);

        daniel.reoffer(SLOTS, false);
        mina.reoffer(SLOTS, false);
        assertThat(sim.events().reoffer(daniel)).isNull();
        sim.run(2_000);
        for (TestPeer each : List.of(daniel, mina)) {
            seesWell(each.slot(CAM_SLOT), VP9, VP8);
            assertThat(each.slot(CAM_SLOT).completeFrames()).isGreaterThan(110);
        }
        for (int slot : new int[] {CAM_SLOT, CAM_SLOT + 1}) {
            seesWell(omar.slot(slot), VP8);
            assertThat(omar.slot(slot).completeFrames()).isGreaterThan(50);
        }
    }

    @Test
    void whenHeLeavesTheRoomGoesUpAgainAfterAWhile() throws Exception {
        TestPeer daniel = sim.peer("daniel").knows(VP8, VP9, AV1).join(NO_SCREEN);
        TestPeer omar = sim.peer("omar").join(NO_SCREEN);
        TestPeer mina = sim.peer("mina").knows(VP8, VP9).join(NO_SCREEN);
        assertThat(sim.events().reoffer(daniel)).isEqualTo(ASKED);
        daniel.reoffer(SLOTS, false);
        sim.run(1_000);
        sim.room().leave(omar.id(), sim.nowNs());
        sim.run(9_900);
        assertThat(sim.events().reoffer(daniel)).isNull();
        sim.run(200);
        assertThat(sim.events().reoffer(daniel)).isEqualTo(ASKED);
        daniel.reoffer(SLOTS, false);
        sim.run(1_000);
        assertThat(mina.slot(CAM_SLOT).codecs()).containsExactly(VP8, VP9);
        mina.reoffer(SLOTS, false);
        sim.run(1_000);
        seesWell(mina.slot(CAM_SLOT), VP8, VP9);
        assertThat(daniel.slot(CAM_SLOT + 1).codecs()).containsExactly(VP8, VP9);
        assertThat(daniel.slot(CAM_SLOT + 1).broken()).isEmpty();
    }

    /// Layers change at different times; who receives one goes on with a keyframe.
    @Test
    void layersChangeTheirCodecToo() throws Exception {
        TestPeer daniel = sim.peer("daniel").knows(VP8, H264).simulcast().join(NO_SCREEN);
        TestPeer mina = sim.peer("mina").knows(VP8, H264).join(NO_SCREEN);
        sim.run(2_000);
        mina.slot(CAM_SLOT).expectNewPiece();
        sim.peer("omar").join(NO_SCREEN);
        daniel.reoffer(SLOTS, false);
        sim.run(2_000);
        assertThat(mina.slot(CAM_SLOT).codecs()).containsExactly(H264, VP8);
        assertThat(mina.slot(CAM_SLOT).lost()).isZero();
        assertThat(mina.slot(CAM_SLOT).broken()).noneMatch(what -> what.contains("piece 3"));
    }

    /// A later offer may leave a codec out, while others still send it.
    @Test
    void whoGivesACodecUpIsNotSentItAnyMore() throws Exception {
        sim.peer("daniel").knows(VP8, VP9).join(NO_SCREEN);
        TestPeer mina = sim.peer("mina").knows(VP8, VP9).join(NO_SCREEN);
        sim.run(1_000);
        mina.knows(VP8).reoffer(SLOTS, false);
        sim.run(50);
        long seen = mina.slot(CAM_SLOT).packets();
        sim.run(1_000);
        assertThat(mina.slot(CAM_SLOT).packets()).isEqualTo(seen);

        mina.slot(CAM_SLOT).expectNewPiece();
        mina.knows(VP8, VP9).reoffer(SLOTS, false);
        sim.run(1_000);
        seesWell(mina.slot(CAM_SLOT), VP9);
        assertThat(mina.slot(CAM_SLOT).packets()).isGreaterThan(seen + 50);
    }

    @Test
    void aViewerAndAPublisherOfWhipCountAsWell() throws Exception {
        TestPeer daniel = sim.peer("daniel").knows(VP8, VP9, H264).join(NO_SCREEN);
        sim.run(500);
        ViewerId viewer = new ViewerId("viewer");
        String sdp = offer(List.of(H264, VP8));
        ViewOffer view = new ViewOffer(sdp, daniel.id(), false);
        String answer = sim.view(viewer, view);
        assertThat(answer).contains("a=rtpmap:96 VP8/90000", "a=rtpmap:108 H264/90000");
        assertThat(sim.events().reoffer(daniel)).isEqualTo(ASKED);
        daniel.reoffer(SLOTS, false);
        assertThat(daniel.sends()).isEqualTo(H264);

        // A WHIP client could not be asked to offer again.
        MediaOffer whip = new MediaOffer(1, sdp, false, MediaGate.OPEN, Ways.ONLY_PUBLISHES);
        String published = sim.offer(new ParticipantId("omar"), whip);
        assertThat(published).contains("m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n");
        daniel.reoffer(SLOTS, false);
        assertThat(daniel.sends()).isEqualTo(VP8);

        sim.room().leave(new ParticipantId("omar"), sim.nowNs());
        sim.run(RoomCodec.PATIENCE_NS / 1_000_000 + 10);
        assertThat(sim.events().reoffer(daniel)).isEqualTo(ASKED);
        daniel.reoffer(SLOTS, false);
        assertThat(daniel.sends()).isEqualTo(H264);
        sim.room().endView(viewer);
        sim.run(RoomCodec.PATIENCE_NS / 1_000_000 + 10);
        assertThat(sim.events().reoffer(daniel)).isEqualTo(ASKED);
        daniel.reoffer(SLOTS, false);
        assertThat(daniel.sends()).isEqualTo(VP9);
    }

    @Test
    void aRestartAnswersWithTheRoomsCodec() throws Exception {
        TestPeer daniel = sim.peer("daniel").knows(VP8, VP9).join(NO_SCREEN);
        sim.peer("omar").join(NO_SCREEN);
        sim.run(500);
        daniel.restartIce();
        assertThat(daniel.sends()).isEqualTo(VP8);
        assertThat(sim.events().reoffer(daniel)).isNull();
    }

    /// Whoever comes and goes, or says now this and now that, makes the others offer seldom.
    @Test
    void nobodyMakesTheOthersOfferAgainAndAgain() throws Exception {
        TestPeer daniel = sim.peer("daniel").knows(VP8, VP9).join(NO_SCREEN);
        TestPeer mina = sim.peer("mina").knows(VP8, VP9).join(NO_SCREEN);
        int asked = 0;
        for (int i = 0; i < 40; i++) {
            mina.knows(i % 2 == 0 ? new Codec[] {VP8} : new Codec[] {VP8, VP9});
            mina.reoffer(SLOTS, false);
            if (sim.events().reoffer(daniel) != null) {
                asked++;
                daniel.reoffer(SLOTS, false);
            }
            sim.run(500);
        }
        assertThat(asked).isEqualTo(1);
    }

    private static void seesWell(TestReceiver picture, Codec... codecs) {
        assertThat(picture.codecs()).containsExactly(codecs);
        assertThat(picture.broken()).isEmpty();
        assertThat(picture.lost()).isZero();
    }

    private static String offer(List<Codec> codecs) {
        return new TestOffer("abcd", "p".repeat(24), "AB" + ":AB".repeat(31), false, 1, 1, codecs)
                .sdp(1, 2, 3);
    }
}
