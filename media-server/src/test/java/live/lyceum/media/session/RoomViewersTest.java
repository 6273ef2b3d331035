package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaOffer.Ways;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestOffer;
import live.lyceum.media.testkit.TestPeer;
import org.junit.jupiter.api.Test;

/// Viewers and publishers next to the people of a room.
class RoomViewersTest {
    private static final ViewerId VIEWER = new ViewerId("viewer");

    private final SimRoom sim = new SimRoom(7);

    private static String offer() {
        return new TestOffer("abcd", "p".repeat(24), "AB" + ":AB".repeat(31), false, 1, 1)
                .sdp(1, 2, 3);
    }

    private String view(String participant) throws OfferRefused {
        var offer = new ViewOffer(offer(), new ParticipantId(participant), false);
        return sim.view(VIEWER, offer);
    }

    private String offer(String participant, MediaOffer offer) throws OfferRefused {
        var who = new ParticipantId(participant);
        return sim.offer(who, offer);
    }

    @Test
    void aViewerIsAnsweredOneWayAndInNoRoster() throws OfferRefused {
        TestPeer daniel = sim.peer("daniel").join();
        String answer = view("mina");

        assertThat(answer).contains("a=sendonly", "a=inactive").doesNotContain("a=recvonly");
        assertThat(sim.room().size()).isEqualTo(1);
        sim.run(100);
        assertThat(sim.events().slots(daniel)).allMatch(slot -> slot.participant() == null);
        assertThat(sim.events().log()).noneMatch(news -> news.startsWith("viewer"));
        assertThatThrownBy(() -> view("mina")).isInstanceOf(OfferRefused.class);
    }

    @Test
    void aViewerThatNeverComesEndsAndTheRoomWithIt() throws OfferRefused {
        view("mina");
        assertThat(sim.room().empty()).isFalse();
        sim.run(29_000);
        assertThat(sim.room().restart(VIEWER)).contains("a=ice-ufrag:");
        sim.run(1_100);

        assertThat(sim.room().empty()).isTrue();
        assertThatThrownBy(() -> sim.room().restart(VIEWER)).isInstanceOf(OfferRefused.class);
    }

    @Test
    void aPublisherIsSentNothing() throws OfferRefused {
        var offer = new MediaOffer(1, offer(), false, MediaGate.OPEN, Ways.ONLY_PUBLISHES);
        String answer = offer("daniel", offer);

        assertThat(answer).contains("a=recvonly", "a=inactive").doesNotContain("a=sendonly");
        assertThatThrownBy(() -> sim.room().restart(new ParticipantId("daniel"), 2))
                .isInstanceOf(OfferRefused.class);
        assertThat(sim.room().restart(new ParticipantId("daniel"), 1)).isNotEqualTo(answer);
    }

    @Test
    void anObserverHoldsNoSlotOfOthers() throws OfferRefused {
        TestPeer daniel = sim.peer("daniel").join();
        var offer = new MediaOffer(1, offer(), false, MediaGate.CLOSED, Ways.ONLY_RECEIVES);
        String answer = offer("olga", offer);

        assertThat(answer).contains("a=sendonly").doesNotContain("a=recvonly", "a=sendrecv");
        assertThat(sim.events().slots(daniel)).allMatch(slot -> slot.participant() == null);
    }

    @Test
    void whatIsInNoCodecOfOursIsSaidSo() {
        String h264 = offer().replace("VP8", "H264").replace("opus", "PCMU");
        var offer = new MediaOffer(1, h264, false, MediaGate.OPEN, Ways.ONLY_PUBLISHES);

        assertThatThrownBy(() -> offer("daniel", offer))
                .isInstanceOfSatisfying(
                        OfferRefused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(OfferRefused.Reason.NOTHING_IN_COMMON));
    }
}
