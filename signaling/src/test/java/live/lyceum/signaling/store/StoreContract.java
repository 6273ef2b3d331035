package live.lyceum.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.KeptAnswer;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.testkit.Plans;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store has to do, wherever it keeps things.
abstract class StoreContract
        implements WebhookStoreContract,
                RecordingStoreContract,
                TranscriptStoreContract,
                TranscriptSearchContract,
                SummaryStoreContract {
    static final RoomId ROOM = new RoomId("ses_1");
    static final ParticipantId MINA = new ParticipantId("mina");
    static final ParticipantId ANN = new ParticipantId("ann");

    /// A store with nothing in it.
    @Override
    public abstract Store store();

    @Test
    void aNewSessionHasTheFirstRowOfItsLog() {
        create(ROOM);

        assertThat(done(store().read(ROOM, 0, 10))).containsExactly(opened(ROOM));
        assertThat(done(store().get(ROOM))).contains(session(ROOM));
    }

    @Test
    void anIdIsGivenOnce() {
        create(ROOM);

        assertFails(store().create(session(ROOM), opened(ROOM)), StoreException.Reason.CONFLICT);
    }

    @Test
    void rowsComeBackAsTheyWereInOrderAndByPages() {
        create(ROOM);
        List<RoomEvent.Logged> rows = SampleRows.afterTheOpening();
        done(store().append(ROOM, rows.subList(0, 2)));
        done(store().append(ROOM, rows.subList(2, rows.size())));

        assertThat(done(store().read(ROOM, 1, 100))).isEqualTo(rows);
        assertThat(done(store().read(ROOM, 2, 2))).isEqualTo(rows.subList(1, 3));
        assertThat(done(store().read(ROOM, rows.getLast().seq(), 10))).isEmpty();
        assertThat(done(store().read(ROOM, 1_000, 10))).isEmpty();
        assertThat(done(store().read(new RoomId("ses_2"), 0, 10))).isEmpty();
    }

    @Test
    void aGapARepetitionAndAnUnknownLogAreRefusedAsAWhole() {
        create(ROOM);
        done(store().append(ROOM, List.of(row(2))));

        assertFails(store().append(ROOM, List.of(row(2))), StoreException.Reason.CONFLICT);
        assertFails(store().append(ROOM, List.of(row(4))), StoreException.Reason.CONFLICT);
        assertFails(
                store().append(new RoomId("ses_2"), List.of(row(2))),
                StoreException.Reason.CONFLICT);
        assertThat(done(store().read(ROOM, 0, 10))).hasSize(2);
    }

    @Test
    void sessionsAreListedInTheOrderOfMaking() {
        List<RoomId> ids = List.of(new RoomId("ses_z"), new RoomId("ses_a"), new RoomId("ses_m"));
        ids.forEach(this::create);

        assertThat(ids(done(store().list(TenantId.MAIN, null, 2)))).isEqualTo(ids.subList(0, 2));
        assertThat(ids(done(store().list(TenantId.MAIN, ids.get(1), 2))))
                .isEqualTo(ids.subList(2, 3));
        assertThat(done(store().list(TenantId.MAIN, ids.get(2), 2))).isEmpty();
        assertThat(done(store().list(TenantId.MAIN, new RoomId("ses_gone"), 2))).isEmpty();
    }

    @Test
    void aTenantSeesItsOwnSessions() {
        create(ROOM);

        assertThat(done(store().list(new TenantId("other"), null, 10))).isEmpty();
        done(store().seat(ROOM, List.of(seat(MINA, "Mina", Role.LEARNER))));
        assertThat(done(store().sessionsOf(new TenantId("other"), MINA, null, 10))).isEmpty();
    }

    @Test
    void anUpdateReplacesASessionAndMakesNone() {
        create(ROOM);

        done(store().update(ended(ROOM)));
        done(store().update(ended(new RoomId("ses_2"))));

        assertThat(done(store().get(ROOM))).contains(ended(ROOM));
        assertThat(done(store().get(new RoomId("ses_2")))).isEmpty();
    }

    @Test
    void theUnfinishedSessionsAreThoseWithRowsThatAreNotOver() {
        List<RoomId> ids = List.of(new RoomId("ses_z"), new RoomId("ses_a"), new RoomId("ses_m"));
        ids.forEach(this::create);
        done(store().append(ids.get(0), List.of(row(2))));
        done(store().append(ids.get(1), List.of(row(2))));
        assertThat(done(store().unfinished())).isEqualTo(ids.subList(0, 2));

        done(store().update(ended(ids.get(0))));

        assertThat(done(store().unfinished())).isEqualTo(ids.subList(1, 2));
    }

    @Test
    void somebodysSessionsAreThoseWithASeatOfTheirsTheLastMadeFirst() {
        List<RoomId> ids = List.of(new RoomId("ses_z"), new RoomId("ses_a"), new RoomId("ses_m"));
        ids.forEach(this::create);
        ids.forEach(id -> done(store().seat(id, List.of(seat(MINA, "Mina", Role.LEARNER)))));
        done(store().seat(ids.get(1), List.of(seat(ANN, "Ann", Role.MENTOR))));
        done(store().update(ended(ids.get(1))));

        assertThat(done(store().sessionsOf(TenantId.MAIN, MINA, null, 2)))
                .containsExactly(
                        new SeatedSession(session(ids.get(2)), Role.LEARNER),
                        new SeatedSession(ended(ids.get(1)), Role.LEARNER));
        assertThat(done(store().sessionsOf(TenantId.MAIN, MINA, ids.get(1), 2)))
                .containsExactly(new SeatedSession(session(ids.get(0)), Role.LEARNER));
        assertThat(done(store().sessionsOf(TenantId.MAIN, MINA, ids.get(0), 2))).isEmpty();
        assertThat(done(store().sessionsOf(TenantId.MAIN, MINA, new RoomId("ses_gone"), 2)))
                .isEmpty();
        assertThat(done(store().sessionsOf(TenantId.MAIN, new ParticipantId("bo"), null, 2)))
                .isEmpty();
        assertThat(done(store().sessionOf(ANN, ids.get(1))))
                .contains(new SeatedSession(ended(ids.get(1)), Role.MENTOR));
        assertThat(done(store().sessionOf(ANN, ids.get(0)))).isEmpty();
        assertThat(done(store().sessionOf(ANN, new RoomId("ses_gone")))).isEmpty();
    }

    @Test
    void answersAreForgottenByParts() {
        var old = new KeptAnswer("digest", "seed", null, 10);
        List<CompletionStage<Void>> puts = new ArrayList<>();
        for (int i = 0; i <= SqlTables.PART; i++) {
            puts.add(store().put(TenantId.MAIN, "k" + i, old));
        }
        puts.add(store().put(TenantId.MAIN, "young", new KeptAnswer("digest", "seed", null, 11)));
        puts.forEach(StoreContract::done);

        assertThat(done(store().forgetAnswersBefore(11))).isTrue();
        assertThat(keptAnswers()).isEqualTo(1);
        assertThat(done(store().forgetAnswersBefore(11))).isFalse();
        assertThat(keptAnswers()).isZero();
        assertThat(done(store().answer(TenantId.MAIN, "young"))).isPresent();
    }

    private long keptAnswers() {
        return IntStream.rangeClosed(0, SqlTables.PART)
                .filter(i -> done(store().answer(TenantId.MAIN, "k" + i)).isPresent())
                .count();
    }

    @Test
    void aSeatIsThereOnceWithItsLastNameAndRole() {
        create(ROOM);
        done(store().seat(ROOM, List.of()));
        done(
                store().seat(
                                ROOM,
                                List.of(
                                        seat(MINA, "Mina", Role.OBSERVER),
                                        seat(ANN, "Ann", Role.MENTOR))));
        done(store().seat(ROOM, List.of(seat(MINA, "Mina \"P\" \u2603", Role.LEARNER))));
        done(store().put(ROOM, given(MINA, 5, null, 10)));

        assertThat(done(store().sessionsOf(TenantId.MAIN, MINA, null, 10)))
                .containsExactly(new SeatedSession(session(ROOM), Role.LEARNER));
        assertThat(done(store().feedback(ROOM, null, 10)))
                .extracting(Feedback::name)
                .containsExactly("Mina \"P\" \u2603");
    }

    @Test
    void theLastFeedbackOfEachPersonIsKept() {
        create(ROOM);
        create(new RoomId("ses_2"));
        done(store().seat(ROOM, List.of(seat(ANN, "Ann", Role.MENTOR))));
        done(store().put(ROOM, given(MINA, 1, "bad\nsound", 10)));
        done(store().put(ROOM, given(ANN, 4, "fine \u2603", 11)));
        done(store().put(ROOM, given(new ParticipantId("Zoe"), 3, null, 12)));
        done(store().put(ROOM, given(MINA, 5, null, 13)));

        var zoe = given(new ParticipantId("Zoe"), 3, null, 12);
        var ann = new Feedback(ANN, "Ann", new Feedback.Review(4, "fine \u2603"), 11);
        assertThat(done(store().feedback(ROOM, null, 2))).containsExactly(zoe, ann);
        assertThat(done(store().feedback(ROOM, ANN, 2))).containsExactly(given(MINA, 5, null, 13));
        assertThat(done(store().feedback(ROOM, MINA, 2))).isEmpty();
        assertThat(done(store().feedback(new RoomId("ses_2"), null, 2))).isEmpty();
        assertThat(done(store().feedback(new RoomId("ses_gone"), null, 2))).isEmpty();
    }

    @Test
    void anUnknownSessionHasNoSeatsAndNoFeedback() {
        assertFails(
                store().seat(ROOM, List.of(seat(MINA, "Mina", Role.LEARNER))),
                StoreException.Reason.CONFLICT);
        assertFails(store().put(ROOM, given(MINA, 1, null, 10)), StoreException.Reason.CONFLICT);
        create(ROOM);
        assertThat(done(store().sessionsOf(TenantId.MAIN, MINA, null, 10))).isEmpty();
        assertThat(done(store().feedback(ROOM, null, 10))).isEmpty();
    }

    static SessionSeat seat(ParticipantId who, String name, Role role) {
        return new SessionSeat(who, name, role);
    }

    /// Without a name, as that is not kept with it.
    static Feedback given(ParticipantId who, int rating, @Nullable String comment, long atMs) {
        return new Feedback(who, null, new Feedback.Review(rating, comment), atMs);
    }

    @Test
    void theOverdueSessionsAreThoseNobodyCameToWhoseTimeIsUp() {
        List<RoomId> ids = List.of(new RoomId("ses_z"), new RoomId("ses_a"), new RoomId("ses_m"));
        ids.forEach(this::create);
        done(store().update(ended(ids.get(0))));
        long untilMs = session(ids.get(0)).emptyUntilMs();

        assertThat(done(store().overdue(untilMs - 1, 10))).isEmpty();
        assertThat(done(store().overdue(untilMs, 10)))
                .containsExactlyInAnyOrderElementsOf(ids.subList(1, 3));
        assertThat(done(store().overdue(untilMs, 1))).hasSize(1);
    }

    @Test
    void theEndErasesWhatWasWrittenWhereChatIsNotSaved() {
        for (boolean saves : List.of(true, false)) {
            RoomId id = new RoomId("ses_" + saves);
            SessionPlan plan = SampleRows.plan(id, saves);
            done(store().create(session(plan), opened(id)));
            done(store().append(id, SampleRows.afterTheOpening("rec_" + saves)));
            assertThat(texts(id)).isNotEmpty().doesNotContainNull();

            done(store().update(ended(plan)));

            assertThat(texts(id)).isNotEmpty();
            assertThat(texts(id).stream().allMatch(Objects::nonNull)).isEqualTo(saves);
            assertThat(names(id)).isNotEmpty().doesNotContain("(erased)");
        }
    }

    private List<String> texts(RoomId id) {
        List<String> texts = new ArrayList<>();
        for (RoomEvent.Logged row : done(store().read(id, 0, 100))) {
            if (row.fact() instanceof RoomFact.Said(ChatMessage message)) {
                texts.add(message.text());
            }
        }
        return texts;
    }

    private List<String> names(RoomId id) {
        List<String> names = new ArrayList<>();
        for (RoomEvent.Logged row : done(store().read(id, 0, 100))) {
            if (row.fact() instanceof RoomFact.Joined joined) {
                names.add(joined.participant().name());
            }
        }
        return names;
    }

    void create(RoomId id) {
        done(store().create(session(id), opened(id)));
    }

    static SessionRecord session(RoomId id) {
        return session(SampleRows.plan(id));
    }

    private static SessionRecord session(SessionPlan plan) {
        return SessionRecord.scheduled(plan, "e1", 5);
    }

    static SessionRecord ended(RoomId id) {
        return ended(SampleRows.plan(id));
    }

    private static SessionRecord ended(SessionPlan plan) {
        return new SessionRecord(
                plan, "e1", SessionState.ENDED, 50, 6L, 7L, SessionRecord.Outcome.INCOMPLETE, 5);
    }

    /// A session as it is later.
    ///
    /// @param saves whether its transcript is kept
    static SessionRecord later(SessionRecord before, boolean saves, SessionState state) {
        var saving = new SessionPlan.Saving(false, true, true, saves);
        return new SessionRecord(
                Plans.with(before.plan(), saving),
                before.epoch(),
                state,
                0,
                null,
                5L,
                SessionRecord.Outcome.COMPLETED,
                before.createdAtMs());
    }

    static RoomEvent.Logged opened(RoomId id) {
        return new RoomEvent.Logged(1, 5, null, new RoomFact.Opened(SampleRows.plan(id), "e1"));
    }

    static RoomEvent.Logged row(long seq) {
        return new RoomEvent.Logged(seq, seq, null, new RoomFact.Left(new ParticipantId("a")));
    }

    private static List<RoomId> ids(List<SessionRecord> sessions) {
        return sessions.stream().map(each -> each.plan().id()).toList();
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    static void assertFails(CompletionStage<?> stage, StoreException.Reason reason) {
        assertThatThrownBy(() -> done(stage))
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failed -> assertThat(failed.reason()).isEqualTo(reason));
    }
}
