package live.lyceum.signaling.store;

import static live.lyceum.signaling.store.StoreContract.assertFails;
import static live.lyceum.signaling.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Delivery;
import live.lyceum.signaling.protocol.DeliveryId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Notice.Content;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.store.WebhookStore.Attempt;
import live.lyceum.signaling.store.WebhookStore.Parcel;
import org.junit.jupiter.api.Test;

/// What every store has to do for webhooks.
interface WebhookStoreContract {
    RoomId ROOM = new RoomId("ses_1");
    RoomId OTHER = new RoomId("ses_2");
    WebhookId HOOK = new WebhookId("whk_1");
    TenantId MAIN = TenantId.MAIN;
    DeliveryId NEW = new DeliveryId("dlv_new");

    Store store();

    private WebhookStore webhooks() {
        return store().webhooks();
    }

    private static Webhook webhook(WebhookId id, Notice.Type... events) {
        return new Webhook(
                id,
                MAIN,
                URI.create("https://a.example/h?a=b%20c"),
                List.of(events),
                "sealed",
                Webhook.State.ACTIVE,
                5);
    }

    private void add(WebhookId id, Notice.Type... events) {
        done(webhooks().add(webhook(id, events), 20));
    }

    private void session(RoomId id) {
        done(store().create(StoreContract.session(id), StoreContract.opened(id)));
    }

    private void append(RoomId room, long seq) {
        var notice =
                new Notice(
                        Notice.Type.PARTICIPANT_LEFT,
                        room,
                        seq,
                        seq,
                        new Content.Departure(new ParticipantId("a"), Role.LEARNER, false));
        done(store().append(room, List.of(StoreContract.row(seq)), null, List.of(notice)));
    }

    /// A webhook and sessions, with so many rows after the first in each.
    private void rows(int rows, RoomId... rooms) {
        add(HOOK, Notice.Type.PARTICIPANT_LEFT);
        for (RoomId room : rooms) {
            session(room);
            for (int i = 0; i < rows; i++) {
                append(room, 2 + i);
            }
        }
    }

    private WebhookStore.Due due(long nowMs) {
        return done(
                webhooks().due(new WebhookStore.Asked(nowMs, Set.of(), Set.of(), Set.of(), 100)));
    }

    private static Attempt delivered(long atMs) {
        return new Attempt(Delivery.State.DELIVERED, atMs, null, 204, null, false);
    }

    private static Attempt retried(long atMs, long nextMs) {
        return new Attempt(Delivery.State.WAITING, atMs, nextMs, 500, "answered 500", false);
    }

    private List<Delivery> listed() {
        return done(webhooks().deliveries(MAIN, HOOK, null, 100)).orElseThrow();
    }

    private static List<String> seqs(List<Parcel> parcels) {
        return parcels.stream()
                .map(each -> each.body().replaceAll(".*Id\":\"(\\w+)\",\"seq\":(\\d+).*", "$1 $2"))
                .toList();
    }

    @Test
    default void webhooksAreListedInTheOrderOfMakingForTheirTenantAlone() {
        var later = new WebhookId("whk_0");
        add(HOOK, Notice.Type.SESSION_ENDED, Notice.Type.PARTICIPANT_LEFT);
        add(later, Notice.Type.SESSION_ENDED);
        var another = new TenantId("another");

        assertThat(done(webhooks().list(MAIN)))
                .containsExactly(
                        webhook(HOOK, Notice.Type.SESSION_ENDED, Notice.Type.PARTICIPANT_LEFT),
                        webhook(later, Notice.Type.SESSION_ENDED));
        assertThat(done(webhooks().list(another))).isEmpty();
        assertThat(done(webhooks().remove(another, HOOK))).isFalse();
        assertThat(done(webhooks().test(another, HOOK, NEW, 1))).isEmpty();
        assertThat(done(webhooks().deliveries(another, HOOK, null, 1))).isEmpty();
        assertFails(
                webhooks().add(webhook(new WebhookId("whk_3")), 2), StoreException.Reason.CONFLICT);
        assertThat(done(webhooks().list(MAIN))).hasSize(2);
    }

    @Test
    default void aWebhookThatIsMadeAgainHasANewSecretAndIsNoSecondOne() {
        add(HOOK, Notice.Type.SESSION_ENDED);
        Webhook first = webhook(HOOK, Notice.Type.SESSION_ENDED);
        var again = new Webhook(HOOK, MAIN, first.url(), first.events(), "other", first.state(), 5);

        done(webhooks().add(again, 1));

        assertThat(done(webhooks().list(MAIN))).containsExactly(again);
        assertThat(done(webhooks().list(MAIN)).getFirst().sealedSecret()).isEqualTo("other");
    }

    @Test
    default void rowsAndWhatIsToldOfThemAreWrittenTogetherOrNotAtAll() {
        rows(1, ROOM);
        var again = List.of(StoreContract.row(2));
        var notice = Notice.test(1);

        assertFails(
                store().append(ROOM, again, null, List.of(notice)), StoreException.Reason.CONFLICT);

        assertThat(listed()).hasSize(1);
        assertThat(listed().getFirst().type()).isEqualTo(Notice.Type.PARTICIPANT_LEFT);
        assertThat(listed().getFirst().room()).isEqualTo(ROOM);
        assertThat(listed().getFirst().createdAtMs()).isEqualTo(2);
    }

    @Test
    default void eachWebhookGetsWhatItWantsUnderTheSameEvent() {
        var all = new WebhookId("whk_2");
        var none = new WebhookId("whk_3");
        add(all, Notice.Type.values());
        add(none, Notice.Type.SESSION_ENDED);
        rows(1, ROOM);
        done(
                store().put(
                                ROOM,
                                new Feedback(
                                        StoreContract.MINA,
                                        null,
                                        new Feedback.Review(3, "fine"),
                                        9)));

        List<Delivery> ofAll = done(webhooks().deliveries(MAIN, all, null, 9)).orElseThrow();
        assertThat(ofAll)
                .extracting(Delivery::type)
                .containsExactly(Notice.Type.FEEDBACK_RECEIVED, Notice.Type.PARTICIPANT_LEFT);
        assertThat(done(webhooks().deliveries(MAIN, none, null, 9)).orElseThrow()).isEmpty();
        assertThat(listed().getFirst().eventId()).isEqualTo(ofAll.getLast().eventId());
        assertThat(listed().getFirst().id()).isNotEqualTo(ofAll.getLast().id());
    }

    @Test
    default void ofOneSessionOnlyTheFirstThatWaitsIsDue() {
        rows(3, ROOM, OTHER);

        assertThat(due(1).deliveries()).isEmpty();
        assertThat(due(1).nextMs()).isEqualTo(2);
        List<Parcel> first = due(100).deliveries();
        assertThat(seqs(first)).containsExactlyInAnyOrder("ses_1 2", "ses_2 2");

        done(webhooks().settle(first.getFirst(), delivered(50)));
        done(webhooks().settle(first.getLast(), retried(50, 200)));

        String next = seqs(first).getFirst().replaceAll(" 2$", " 3");
        assertThat(seqs(due(100).deliveries())).containsExactly(next);
        assertThat(seqs(due(200).deliveries())).hasSize(2);
    }

    @Test
    default void whatIsUnderWayAndWhoHasEnoughIsNotAskedFor() {
        rows(1, ROOM, OTHER);
        Parcel first = due(100).deliveries().getFirst();

        assertThat(
                        done(webhooks()
                                        .due(
                                                new WebhookStore.Asked(
                                                        100,
                                                        Set.of(),
                                                        Set.of(),
                                                        Set.of(first.id()),
                                                        100)))
                                .deliveries())
                .hasSize(1)
                .doesNotContain(first);
        for (var asked :
                List.of(
                        new WebhookStore.Asked(100, Set.of(HOOK), Set.of(), Set.of(), 100),
                        new WebhookStore.Asked(100, Set.of(), Set.of(MAIN), Set.of(), 100))) {
            var nobody = done(webhooks().due(asked));
            assertThat(nobody.deliveries()).isEmpty();
            assertThat(nobody.nextMs()).isEqualTo(Long.MAX_VALUE);
        }
        assertThat(
                        done(webhooks()
                                        .due(
                                                new WebhookStore.Asked(
                                                        100, Set.of(), Set.of(), Set.of(), 1)))
                                .deliveries())
                .hasSize(1);
    }

    @Test
    default void whatCameOfAnAttemptIsListed() {
        rows(1, ROOM);
        Parcel parcel = due(100).deliveries().getFirst();
        assertThat(parcel.giveUpAtMs()).isEqualTo(2 + WebhookStore.TRIED_MS);
        assertThat(parcel.sealedSecret()).isEqualTo("sealed");
        assertThat(parcel.tenant()).isEqualTo(MAIN);

        done(webhooks().settle(parcel, retried(50, 200)));
        Delivery waiting = listed().getFirst();
        assertThat(waiting.state()).isEqualTo(Delivery.State.WAITING);
        assertThat(waiting.attempts()).isEqualTo(1);
        assertThat(waiting.nextAtMs()).isEqualTo(200);
        assertThat(waiting.lastStatus()).isEqualTo(500);
        assertThat(waiting.lastError()).isEqualTo("answered 500");

        done(webhooks().settle(parcel, delivered(201)));
        Delivery delivered = listed().getFirst();
        assertThat(delivered.state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(delivered.attempts()).isEqualTo(2);
        assertThat(delivered.nextAtMs()).isNull();
        assertThat(delivered.lastError()).isNull();
        assertThat(delivered.deliveredAtMs()).isEqualTo(201);
        assertThat(due(1_000).deliveries()).isEmpty();
        assertThat(due(1_000).nextMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    default void deliveriesAreListedByPagesTheLastFirst() {
        rows(3, ROOM);
        List<Delivery> all = listed();

        assertThat(all).extracting(Delivery::createdAtMs).containsExactly(4L, 3L, 2L);
        assertThat(done(webhooks().deliveries(MAIN, HOOK, all.get(0).id(), 1)).orElseThrow())
                .containsExactly(all.get(1));
        assertThat(done(webhooks().deliveries(MAIN, HOOK, all.get(2).id(), 1)).orElseThrow())
                .isEmpty();
        assertThat(done(webhooks().delivery(MAIN, HOOK, all.get(1).id()))).contains(all.get(1));
        assertThat(done(webhooks().delivery(MAIN, new WebhookId("whk_9"), all.get(1).id())))
                .isEmpty();
        assertThat(done(webhooks().delivery(MAIN, HOOK, new DeliveryId("dlv_9")))).isEmpty();
    }

    @Test
    default void anEventIsSentAgainUnderItsOwnIdAfterWhatWaits() {
        rows(2, ROOM);
        Parcel first = due(100).deliveries().getFirst();
        assertFails(
                webhooks().resend(MAIN, HOOK, first.id(), NEW, 50), StoreException.Reason.CONFLICT);
        done(webhooks().settle(first, delivered(50)));

        Delivery again = done(webhooks().resend(MAIN, HOOK, first.id(), NEW, 60)).orElseThrow();

        assertThat(done(webhooks().resend(MAIN, HOOK, first.id(), NEW, 61))).contains(again);
        assertThat(listed()).hasSize(3);
        assertThat(again.eventId()).isEqualTo(first.eventId());
        assertThat(again.id()).isNotEqualTo(first.id());
        assertThat(again.state()).isEqualTo(Delivery.State.WAITING);
        Parcel second = due(100).deliveries().getFirst();
        assertThat(seqs(due(100).deliveries())).containsExactly("ses_1 3");
        done(webhooks().settle(second, delivered(70)));
        assertThat(due(100).deliveries()).extracting(Parcel::id).containsExactly(again.id());
        assertThat(due(100).deliveries().getFirst().giveUpAtMs())
                .isEqualTo(60 + WebhookStore.TRIED_MS);
        assertThat(done(webhooks().resend(MAIN, HOOK, new DeliveryId("dlv_9"), NEW, 60))).isEmpty();
    }

    @Test
    default void aTestIsDueAtOnceAndTriedOnce() {
        rows(1, ROOM);

        Delivery test = done(webhooks().test(MAIN, HOOK, NEW, 77)).orElseThrow();

        assertThat(done(webhooks().test(MAIN, HOOK, NEW, 78))).contains(test);
        assertThat(test.id()).isEqualTo(NEW);
        assertThat(listed()).hasSize(2);
        assertThat(test.room()).isNull();
        assertThat(test.type()).isEqualTo(Notice.Type.WEBHOOK_TEST);
        assertThat(due(100).deliveries())
                .filteredOn(each -> each.id().equals(test.id()))
                .singleElement()
                .satisfies(each -> assertThat(each.giveUpAtMs()).isEqualTo(77));
    }

    @Test
    default void ofAWebhookOneTestWaitsAtATime() {
        rows(1, ROOM);
        var other = new WebhookId("whk_2");
        add(other, Notice.Type.SESSION_ENDED);
        var another = new DeliveryId("dlv_another");
        Delivery test = done(webhooks().test(MAIN, HOOK, NEW, 77)).orElseThrow();

        assertFails(webhooks().test(MAIN, HOOK, another, 78), StoreException.Reason.CONFLICT);
        assertThat(done(webhooks().test(MAIN, HOOK, NEW, 78))).contains(test);
        assertThat(done(webhooks().test(MAIN, other, new DeliveryId("dlv_o"), 78))).isPresent();
        Parcel sent =
                due(100).deliveries().stream()
                        .filter(each -> each.id().equals(NEW))
                        .findFirst()
                        .orElseThrow();
        done(webhooks().settle(sent, delivered(80)));

        assertThat(done(webhooks().test(MAIN, HOOK, another, 90))).isPresent();
    }

    @Test
    default void aWebhookThatIsGoneGetsNothingAndWhatWaitsFails() {
        rows(2, ROOM, OTHER);
        Parcel first = due(100).deliveries().getFirst();
        var gone = new Attempt(Delivery.State.FAILED, 50, null, 410, "answered 410", true);

        done(webhooks().settle(first, gone));
        append(ROOM, 4);

        assertThat(done(webhooks().list(MAIN)).getFirst().state()).isEqualTo(Webhook.State.GONE);
        assertThat(due(1_000).deliveries()).isEmpty();
        assertThat(listed()).hasSize(4).allMatch(each -> each.state() == Delivery.State.FAILED);
        assertThat(listed().stream().map(Delivery::lastError))
                .contains("answered 410", "another delivery was answered 410");
        assertThat(done(webhooks().backlog()).waiting()).isZero();
        assertFails(webhooks().test(MAIN, HOOK, NEW, 1), StoreException.Reason.CONFLICT);
        assertFails(
                webhooks().resend(MAIN, HOOK, first.id(), NEW, 1), StoreException.Reason.CONFLICT);
    }

    @Test
    default void aRemovedWebhookIsGoneAtOnceAndItsDeliveriesBitByBit() {
        rows(2, ROOM);
        Parcel first = due(100).deliveries().getFirst();

        assertThat(done(webhooks().remove(MAIN, HOOK))).isTrue();

        assertThat(done(webhooks().remove(MAIN, HOOK))).isFalse();
        assertThat(done(webhooks().list(MAIN))).isEmpty();
        assertThat(done(webhooks().deliveries(MAIN, HOOK, null, 1))).isEmpty();
        assertThat(due(1_000).deliveries()).isEmpty();
        done(webhooks().settle(first, retried(50, 60)));
        append(ROOM, 4);
        assertThat(due(1_000).deliveries()).isEmpty();
        assertThat(done(webhooks().tend(100))).isFalse();
        assertThat(done(webhooks().backlog()).waiting()).isZero();
    }

    @Test
    default void whatIsOverIsListedForThirtyDays() {
        rows(2, ROOM);
        done(webhooks().settle(due(100).deliveries().getFirst(), delivered(50)));

        done(webhooks().tend(49 + WebhookStore.LISTED_MS));
        assertThat(listed()).hasSize(2);
        done(webhooks().tend(50 + WebhookStore.LISTED_MS));

        assertThat(listed()).hasSize(1);
        assertThat(seqs(due(100).deliveries())).containsExactly("ses_1 3");
    }

    @Test
    default void theBacklogIsCounted() {
        assertThat(done(webhooks().backlog()))
                .isEqualTo(new WebhookStore.Backlog(0, Long.MAX_VALUE));
        rows(2, ROOM);

        assertThat(done(webhooks().backlog())).isEqualTo(new WebhookStore.Backlog(2, 2));
    }
}
