package live.lyceum.signaling.store;

import static live.lyceum.signaling.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summary;
import live.lyceum.recorder.api.Summary.Point;
import live.lyceum.recorder.api.Summary.Section;
import live.lyceum.recorder.api.Summary.Source;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.LessonSummary.State;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Webhook;
import live.lyceum.signaling.protocol.WebhookId;
import live.lyceum.signaling.store.SummaryStore.Made;
import live.lyceum.signaling.store.SummaryStore.Wanted;
import org.junit.jupiter.api.Test;

/// What every store has to do for summaries.
interface SummaryStoreContract {
    RoomId ONE = new RoomId("ses_1");
    RoomId TWO = new RoomId("ses_2");
    WebhookId HOOK = new WebhookId("whk_s");
    LessonSummary.Edit BY_ANN = new LessonSummary.Edit(new ParticipantId("ann"), "Ann Ü.", 70);

    Store store();

    private SummaryStore summaries() {
        return store().summaries();
    }

    private void create(RoomId room) {
        done(store().create(StoreContract.session(room), StoreContract.opened(room)));
    }

    private LessonSummary summary(RoomId room) {
        return done(summaries().summary(room)).orElseThrow();
    }

    private static Summary saying(String text) {
        var point = new Point("To do: " + text, "Ben", List.of(new Source("l_1", 1_234)));
        var decision = new Point("Agreed", null, List.of());
        return new Summary(
                List.of(
                        new Section(null, "", text, List.of(), List.of()),
                        new Section("t_1", "\"Träume\"", "", List.of(decision), List.of(point))));
    }

    private void make(RoomId room, Summary content, long atMs) {
        done(
                summaries()
                        .made(
                                room,
                                new Made(content, "a-model", atMs),
                                new Notice(
                                        Notice.Type.SUMMARY_READY,
                                        room,
                                        null,
                                        atMs,
                                        new Notice.Content.SummaryPoints(1, 1, 1, "a-model"))));
    }

    private long told() {
        return done(store().webhooks().deliveries(TenantId.MAIN, HOOK, null, 9))
                .orElseThrow()
                .stream()
                .filter(each -> each.type() == Notice.Type.SUMMARY_READY)
                .count();
    }

    private void hook() {
        done(
                store().webhooks()
                        .add(
                                new Webhook(
                                        HOOK,
                                        TenantId.MAIN,
                                        URI.create("https://a.example/"),
                                        List.of(Notice.Type.values()),
                                        "sealed",
                                        Webhook.State.ACTIVE,
                                        1),
                                20));
    }

    @Test
    default void aSummaryIsWantedMadeAndToldOnce() {
        create(ONE);
        hook();
        assertThat(done(summaries().summary(ONE))).isEmpty();
        make(ONE, saying("too early"), 1);
        assertThat(done(summaries().summary(ONE))).as("nobody wanted it").isEmpty();

        done(summaries().want(ONE, 10));
        assertThat(summary(ONE))
                .isEqualTo(new LessonSummary(State.PENDING, 0, null, null, null, null));
        make(ONE, saying("first"), 20);
        make(ONE, saying("second"), 30);

        assertThat(summary(ONE))
                .isEqualTo(
                        new LessonSummary(State.READY, 1, saying("first"), "a-model", 20L, null));
        assertThat(told()).isEqualTo(1);
        var seat = new SessionSeat(new ParticipantId("ann"), "Ann", Role.MENTOR);
        done(store().seat(ONE, List.of(seat)));
        assertThat(done(store().sessionOf(seat.who(), ONE)).orElseThrow().summary())
                .isEqualTo(State.READY);
        done(summaries().want(ONE, 40));
        assertThat(summary(ONE).state()).as("there is one").isEqualTo(State.READY);
    }

    @Test
    default void whatIsDueComesInOrderAndLaterWhenItFailed() {
        create(ONE);
        create(TWO);
        assertThat(done(summaries().due(100, 9)).nextAtMs()).isEqualTo(Long.MAX_VALUE);
        done(summaries().want(TWO, 10));
        done(summaries().want(ONE, 20));

        assertThat(done(summaries().due(9, 9)).now()).isEmpty();
        assertThat(done(summaries().due(9, 9)).nextAtMs()).isEqualTo(10);
        assertThat(done(summaries().due(15, 9)).nextAtMs()).as("behind one that is").isEqualTo(20);
        assertThat(done(summaries().due(20, 9)).nextAtMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(done(summaries().due(20, 9)).now())
                .containsExactly(new Wanted(TWO, 0), new Wanted(ONE, 0));
        assertThat(done(summaries().due(20, 1)).now()).containsExactly(new Wanted(TWO, 0));
        done(summaries().later(TWO, 50));
        assertThat(done(summaries().due(49, 9)).now()).containsExactly(new Wanted(ONE, 0));
        done(summaries().failed(ONE));
        assertThat(done(summaries().due(50, 9)).now()).containsExactly(new Wanted(TWO, 1));
        assertThat(summary(ONE).state()).isEqualTo(State.FAILED);
        make(ONE, saying("too late"), 60);
        assertThat(summary(ONE).content()).isNull();

        done(summaries().wantAnother(ONE, 70));
        done(summaries().wantAnother(TWO, 71));
        assertThat(done(summaries().due(80, 9)).now())
                .containsExactly(new Wanted(ONE, 0), new Wanted(TWO, 0));
    }

    @Test
    default void anEditIsOfTheVersionThatWasRead() {
        create(ONE);
        create(TWO);
        done(summaries().want(ONE, 10));
        done(summaries().want(TWO, 10));
        assertThat(done(summaries().edit(ONE, 0, saying("x"), BY_ANN))).as("nothing yet").isFalse();
        make(ONE, saying("made"), 20);
        make(TWO, saying("of the other"), 20);

        assertThat(done(summaries().edit(ONE, 1, saying("edited"), BY_ANN))).isTrue();
        assertThat(done(summaries().edit(ONE, 1, saying("late"), BY_ANN))).isFalse();

        assertThat(summary(ONE))
                .isEqualTo(
                        new LessonSummary(
                                State.READY, 2, saying("edited"), "a-model", 20L, BY_ANN));
        assertThat(summary(TWO).content()).isEqualTo(saying("of the other"));
        var byKey = new LessonSummary.Edit(null, null, 80);
        assertThat(done(summaries().edit(ONE, 2, saying("by a key"), byKey))).isTrue();
        assertThat(summary(ONE).edit()).isEqualTo(byKey);

        done(summaries().wantAnother(ONE, 90));
        assertThat(summary(ONE).content()).as("meanwhile").isEqualTo(saying("by a key"));
        assertThat(done(summaries().edit(ONE, 3, saying("x"), BY_ANN))).isFalse();
        make(ONE, saying("anew"), 95);
        assertThat(summary(ONE))
                .isEqualTo(new LessonSummary(State.READY, 4, saying("anew"), "a-model", 95L, null));
    }

    @Test
    default void itIsErasedWithATranscriptThatIsNotSaved() {
        create(ONE);
        create(TWO);
        for (RoomId each : List.of(ONE, TWO)) {
            done(summaries().want(each, 10));
            make(each, saying("made"), 20);
            SessionRecord before = done(store().get(each)).orElseThrow();
            done(store().update(StoreContract.later(before, each.equals(TWO), SessionState.ENDED)));
        }

        assertThat(done(summaries().summary(ONE))).isEmpty();
        assertThat(done(summaries().summary(TWO))).isPresent();
    }
}
