package live.lyceum.signaling.shell;

import static live.lyceum.signaling.shell.RoomStage.events;
import static live.lyceum.signaling.shell.RoomStage.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import live.lyceum.media.api.MediaKind;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.Source;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a room asks of the media plane, in which order with the log, and what it makes of its news.
class RoomMediaTest {
    private final RoomStage stage = new RoomStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aGateThatOpensWaitsForTheLog() {
        var mina = stage.enter("mina", "p1");
        stage.store.hold();
        mina.join();
        assertThat(stage.media.asked()).isEmpty();

        stage.store.release();
        stage.turns.run();
        assertThat(stage.media.asked()).containsExactly("gate mina mc");
    }

    @Test
    void aGateThatClosesWaitsForNothingAndIsInForceBeforeTheReply() {
        var mina = stage.joined("mina", "p1");
        stage.media.forgetAsked();
        stage.media.holdGates();
        stage.store.hold();

        mina.media(false, true, true);

        assertThat(stage.media.asked()).containsExactly("gate mina c");
        stage.store.release();
        stage.turns.run();
        assertThat(mina.news()).singleElement().asString().contains("participant.updated");

        stage.media.releaseGates();
        stage.turns.run();
        assertThat(mina.news()).containsExactly("3 Logged[seq=3]");
        assertThat(stage.media.asked()).containsExactly("gate mina c", "gate mina cs");
    }

    @Test
    void anOfferIsNotCarriedOutForSomebodyWhoWasPutOutWhileItWaited() {
        var ann = stage.enter("ann", "a", Role.MENTOR, null);
        ann.join();
        var mina = stage.joined("mina", "p1");
        stage.media.forgetAsked();
        stage.store.hold();
        mina.media(false, true, false);
        int offer = mina.offer(1);
        ann.ask(new ClientRequest.Remove(stage.op(), id("mina")));

        stage.store.release();
        stage.turns.run();

        assertThat(stage.media.asked()).noneMatch(each -> each.startsWith("offer"));
        assertThat(mina.news()).anyMatch(each -> each.startsWith(offer + " Refusal"));
    }

    /// Mute and unmute in one breath: the unmute is not durable before the mute is.
    @Test
    void aGateIsNotOpenedByARowThatIsNotDurable() {
        var mina = stage.joined("mina", "p1");
        stage.media.forgetAsked();
        stage.store.hold();
        mina.media(false, false, false);
        mina.media(true, true, false);
        assertThat(stage.media.asked()).containsExactly("gate mina -");

        stage.store.release();
        stage.turns.run();
        assertThat(stage.media.asked()).containsExactly("gate mina -", "gate mina mc");
    }

    @Test
    void aMuteIsTriedUntilAnOverloadedMediaPlaneDoesIt() {
        var mina = stage.joined("mina", "p1");
        stage.media.forgetAsked();
        stage.media.overloadGates(2);

        mina.media(false, true, false);

        await().untilAsserted(() -> {
            stage.turns.run();
            assertThat(mina.client.told()).contains("3 Logged[seq=3]");
        });
        assertThat(stage.media.asked())
                .containsExactly("gate mina c", "gate mina c", "gate mina c");
        assertThat(stage.counted("lyceum.room.dropped", "gate_retried")).isEqualTo(2);
    }

    @Test
    void anOfferInTheSameBreathAsTheJoinGoesOutWithTheGateItOpens() {
        var mina = stage.enter("mina", "p1");
        mina.news();
        stage.store.hold();
        mina.link().ask(2, new ClientRequest.Join(stage.op(), RoomStage.ALL));
        mina.link().ask(3, new ClientRequest.Offer(stage.op(), 1, "v=0", false));
        stage.turns.run();
        assertThat(stage.media.asked()).isEmpty();

        stage.store.release();
        stage.turns.run();

        assertThat(stage.media.asked()).containsExactly("gate mina mc", "offer mina 1 mc");
        assertThat(mina.news()).contains("2 Logged[seq=2]", "3 Answer[generation=1]");
    }

    @Test
    void anObserversOfferHasAClosedGate() {
        var olga = stage.enter("olga", "p1", Role.OBSERVER, null);
        olga.join();
        olga.offer(1);

        assertThat(stage.media.asked()).containsExactly("offer olga 1 only receives -");
    }

    @Test
    void aRepeatedOfferIsCarriedOutOnce() {
        var mina = stage.joined("mina", "p1");
        var offer = new ClientRequest.Offer(stage.op(), 1, "v=0", false);
        mina.ask(offer);
        mina.ask(offer);
        mina.ask(new ClientRequest.Offer(offer.op(), 2, "v=0", false));
        mina.ask(new ClientRequest.SetMedia(offer.op(), MediaIntent.NOTHING));

        assertThat(mina.news().stream().filter(each -> !each.startsWith("{")))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("3 Answer[generation=1]"),
                        same -> assertThat(same).isEqualTo("4 Answer[generation=1]"),
                        other -> assertThat(other).contains("OP_REUSED"),
                        another -> assertThat(another).contains("OP_REUSED"));
        assertThat(stage.media.asked().stream().filter(each -> each.startsWith("offer")))
                .hasSize(1);
    }

    @Test
    void aRefusalSaysWhyAndTheSameOfferMayBeTriedAgain() {
        var mina = stage.joined("mina", "p1");
        var offer = new ClientRequest.Offer(stage.op(), 1, "v=0", false);
        stage.media.refuseOffers(OfferRefused.Reason.BAD_SDP);
        mina.ask(offer);
        stage.media.refuseOffers(OfferRefused.Reason.BUSY);
        mina.ask(offer);
        stage.media.acceptOffers();
        mina.ask(offer);

        assertThat(mina.news())
                .satisfiesExactly(
                        bad -> assertThat(bad).contains("BAD_SDP", "no such luck", "retryMs=0"),
                        busy -> assertThat(busy).contains("BUSY", "retryMs=500"),
                        good -> assertThat(good).isEqualTo("5 Answer[generation=1]"));
    }

    /// A page counts its generations from 1; what the media plane sees only grows.
    @Test
    void aReloadedPageStartsItsGenerationsAnew() {
        var before = stage.joined("mina", "p1");
        before.offer(1);
        before.offer(2);
        var after = stage.enter("mina", "p2");
        after.join();
        after.offer(1);
        after.ask(new ClientRequest.Offer(stage.op(), 1, "v=0", true));
        after.news();

        assertThat(stage.media.asked().stream().filter(each -> each.startsWith("offer")))
                .containsExactly(
                        "offer mina 1 mc",
                        "offer mina 2 mc",
                        "offer mina 3 mc",
                        "offer mina 3 restart mc");
        after.ask(new ClientRequest.Offer(stage.op(), 2, "v=0", true));
        assertThat(after.news()).singleElement().asString().contains("STALE_GEN");
    }

    @Test
    void anOldGenerationIsStale() {
        var mina = stage.joined("mina", "p1");
        mina.offer(2);
        mina.news();
        mina.offer(1);

        assertThat(mina.news()).singleElement().asString().contains("STALE_GEN");
    }

    /// A bad offer, of the page or of anybody with the seat's token, leaves the page's transport as
    /// it was, however many there are.
    @Test
    void aRefusedOfferLeavesTheTransportAsItWas() {
        var mina = stage.joined("mina", "p1");
        mina.offer(1);
        stage.media.refuseOffers(OfferRefused.Reason.BAD_SDP);
        for (int i = 0; i < 6; i++) {
            mina.offer(2);
            publish("whip" + i);
        }
        stage.media.acceptOffers();
        mina.news();
        stage.media.forgetAsked();

        mina.offer(1);
        mina.ask(new ClientRequest.Offer(stage.op(), 1, "v=0", true));
        slots(1, 5, "daniel");

        assertThat(stage.media.asked())
                .containsExactly("offer mina 1 mc", "offer mina 1 restart mc");
        assertThat(events(mina.news())).singleElement().asString().contains("\"gen\":1", "\"v\":5");
        mina.offer(2);
        assertThat(stage.media.asked()).last().isEqualTo("offer mina 14 mc");
    }

    /// Two offers of one new transport on their way at once: the second is good.
    @Test
    void aRefusedOfferTakesNothingFromAGoodOneOfTheSameTransport() {
        var mina = stage.joined("mina", "p1");
        stage.store.hold();
        mina.media(true, false, false);
        stage.media.refuseNextOffer();
        mina.offer(1);
        mina.offer(1);
        stage.store.release();
        stage.turns.run();
        mina.news();

        slots(1, 5, "daniel");
        assertThat(events(mina.news())).singleElement().asString().contains("\"gen\":1");
    }

    private void publish(String resource) {
        var publisher =
                new Publisher(
                        new MediaResource(
                                stage.room, id("mina"), MediaResource.Kind.WHIP, resource),
                        "N",
                        Role.LEARNER,
                        "v=0");
        var _ = stage.rooms.publish(publisher);
        stage.turns.run();
    }

    @Test
    void aTransportThatLivesAndFallsSilentIsTold() {
        var mina = stage.joined("mina", "p1");
        mina.offer(1);
        mina.news();
        for (var state :
                List.of(TransportState.ACTIVE, TransportState.SILENT, TransportState.ACTIVE)) {
            stage.rooms.transport(stage.room, id("mina"), 1, state, 100);
            stage.turns.run();
        }
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.ACTIVE, 0);
        stage.turns.run();

        // Who is away changes each time, and is told after it.
        assertThat(mina.news())
                .satisfiesExactly(
                        one -> assertThat(one).contains("\"status\":\"active\"", "\"s\":3"),
                        two -> assertThat(two).contains("timer", "\"s\":4"),
                        three ->
                                assertThat(three)
                                        .contains("\"status\":\"disconnected\"", "\"s\":5"),
                        four -> assertThat(four).contains("timer", "\"s\":6"),
                        five -> assertThat(five).contains("\"status\":\"active\"", "\"s\":7"),
                        six -> assertThat(six).contains("timer", "\"s\":8"));
    }

    @Test
    void newsOfAReplacedTransportMeanNothing() {
        var mina = stage.joined("mina", "p1");
        mina.offer(1);
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.ACTIVE, 0);
        stage.turns.run();
        mina.news();

        mina.offer(2);
        assertThat(events(mina.news()))
                .satisfiesExactly(
                        one -> assertThat(one).contains("joining"),
                        two -> assertThat(two).contains("timer"));
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.CLOSED, 0);
        stage.turns.run();
        assertThat(mina.news()).isEmpty();
        stage.rooms.transport(stage.room, id("mina"), 2, TransportState.ACTIVE, 0);
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.CLOSED, 0);
        stage.turns.run();
        assertThat(mina.news())
                .satisfiesExactly(
                        one -> assertThat(one).contains("active"),
                        two -> assertThat(two).contains("timer"));
    }

    @Test
    void slotsAreToldInThePagesOwnGenerationAndAgainAfterAResume() {
        stage.joined("mina", "p0").offer(1);
        var mina = stage.enter("mina", "p1");
        mina.join();
        mina.offer(1);
        mina.news();

        slots(2, 5, "daniel");

        String told =
                "{\"t\":\"media.slots\",\"d\":{\"gen\":1,\"v\":5,\"slots\":[{\"mid\":\"4\","
                        + "\"kind\":\"audio\",\"participant\":\"daniel\",\"source\":\"mic\"}]}}";
        assertThat(mina.news()).containsExactly(told);
        mina.close();
        var back = stage.enter("mina", "p1", Role.LEARNER, new Arrival.Cursor(stage.epoch(), 4));
        assertThat(back.news()).last().isEqualTo(told);
        var other = stage.enter("mina", "p2");
        assertThat(other.news()).noneMatch(each -> each.contains("media.slots"));
    }

    @Test
    void onlyTheNewestSlotsReachASlowSocket() {
        var mina = stage.joined("mina", "p1");
        mina.offer(1);
        mina.news();
        mina.client.writable(false);
        for (int version = 1; version <= 50; version++) {
            slots(1, version, "daniel");
        }
        assertThat(mina.news()).isEmpty();

        mina.client.writable(true);
        mina.link().writable();
        stage.turns.run();
        assertThat(mina.news()).singleElement().asString().contains("\"v\":50");
    }

    @Test
    void theRequestForAnotherOfferGoesWithTheSlotsUntilItIsMet() {
        var mina = stage.joined("mina", "p1");
        mina.offer(1);
        mina.news();
        slots(1, 1, "daniel", new Reoffer(Reoffer.Reason.SLOTS, 7));
        assertThat(mina.news())
                .last()
                .asString()
                .contains("media.reoffer", "\"reason\":\"slots\"", "\"video\":7");

        slots(1, 2, "daniel");
        assertThat(mina.news()).noneMatch(each -> each.contains("media.reoffer"));
    }

    private void slots(int generation, long version, String who) {
        slots(generation, version, who, null);
    }

    private void slots(int generation, long version, String who, @Nullable Reoffer reoffer) {
        stage.rooms.slots(
                stage.room,
                id("mina"),
                generation,
                version,
                List.of(new SlotAssignment("4", MediaKind.AUDIO, id(who), Source.MIC)),
                reoffer);
        stage.turns.run();
    }

    @Test
    void newsOfARoomNobodyIsInAreLeftOut() {
        stage.rooms.transport(stage.room, id("mina"), 1, TransportState.ACTIVE, 0);
        slots(1, 1, "daniel");

        assertThat(stage.enter("mina", "p1").news()).hasSize(2);
    }
}
