package live.lyceum.signaling.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.Checkpoints;
import live.lyceum.signaling.store.EventStore;
import live.lyceum.signaling.store.InMemoryStore;
import live.lyceum.signaling.store.StoreException;
import live.lyceum.signaling.testkit.QuietLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final long BEFORE_MS = 1_000;
    private static final long ALIVE_MS = 5_000;
    private static final long NOW_MS = 9_000;

    private int made;
    private final InMemoryStore store = new InMemoryStore();
    private final Sessions sessions = new Sessions(store, store, store, () -> BEFORE_MS);

    private RoomId create() {
        var draft =
                new SessionDraft(
                        "Graphs",
                        3_600_000,
                        null,
                        null,
                        60_000,
                        List.of(),
                        List.of(),
                        new SessionPlan.Saving(false, false, true, true),
                        null,
                        0.8,
                        List.of());
        return sessions.create(
                        new Sessions.New(TenantId.MAIN, new RoomId("ses_" + ++made), "e1", false),
                        draft)
                .toCompletableFuture()
                .join()
                .plan()
                .id();
    }

    /// Somebody who came in as the row `seq` and was active with the next one.
    private void addActive(RoomId room, String name, long seq) {
        var who = new ParticipantId(name);
        var card =
                new Participant(
                        who, name, Role.LEARNER, ParticipantStatus.JOINING, MediaIntent.NOTHING);
        append(
                room,
                List.of(
                        new RoomEvent.Logged(
                                seq, BEFORE_MS + seq, null, new RoomFact.Joined(card, "p")),
                        new RoomEvent.Logged(
                                seq + 1,
                                BEFORE_MS + seq + 1,
                                null,
                                new RoomFact.Transported(
                                        who, ParticipantStatus.ACTIVE, BEFORE_MS))));
    }

    private void append(RoomId room, List<RoomEvent.Logged> rows) {
        store.append(room, rows).toCompletableFuture().join();
    }

    private List<RoomEvent.Logged> rowsAfter(RoomId room, long seq) {
        return store.read(room, seq, 100).toCompletableFuture().join();
    }

    private static RoomEvent.Logged lost(long seq, String who, long sinceMs) {
        return new RoomEvent.Logged(
                seq,
                NOW_MS,
                null,
                new RoomFact.Transported(
                        new ParticipantId(who), ParticipantStatus.DISCONNECTED, sinceMs));
    }

    private Recovery recovery(EventStore events) {
        return new Recovery(events, store, () -> NOW_MS);
    }

    @Test
    void whoWasActiveLostItWhenTheProcessDied() throws IOException {
        RoomId room = create();
        addActive(room, "a", 2);
        addActive(room, "b", 4);
        append(
                room,
                List.of(
                        new RoomEvent.Logged(
                                6, BEFORE_MS + 6, null, new RoomFact.Left(new ParticipantId("a"))),
                        new RoomEvent.Logged(
                                7,
                                BEFORE_MS + 7,
                                null,
                                new RoomFact.MediaSet(
                                        new ParticipantId("b"), MediaIntent.NOTHING))));
        RoomId untouched = create();

        assertThat(recovery(store).run(ALIVE_MS).ended()).containsExactly(room);

        assertThat(rowsAfter(room, 7)).containsExactly(lost(8, "b", ALIVE_MS));
        assertThat(rowsAfter(untouched, 0)).hasSize(1);
    }

    @Test
    void aSecondStartAddsNothing() throws IOException {
        RoomId room = create();
        addActive(room, "a", 2);

        recovery(store).run(ALIVE_MS);
        assertThat(recovery(store).run(ALIVE_MS + 1).ended()).containsExactly(room);

        assertThat(rowsAfter(room, 3)).hasSize(1);
    }

    @Test
    void withoutACheckpointTheLastRowSaysWhenTheProcessWasAlive() throws IOException {
        RoomId room = create();
        addActive(room, "a", 2);

        recovery(store).run(0);

        assertThat(rowsAfter(room, 3)).containsExactly(lost(4, "a", BEFORE_MS + 3));
    }

    @Test
    void aLogThatCannotBeReadKeepsNoOtherRoomFromGoingOn() throws IOException {
        RoomId damaged = create();
        addActive(damaged, "a", 2);
        RoomId good = create();
        addActive(good, "a", 2);

        try (var log = new QuietLog(Recovery.class)) {
            assertThat(recovery(new Damaged(damaged)).run(ALIVE_MS))
                    .isEqualTo(new Recovery.Found(List.of(good), List.of(damaged)));
            assertThat(log.lines()).containsExactly("room " + damaged + " cannot go on yet");
        }
        assertThat(rowsAfter(damaged, 3)).isEmpty();
    }

    private final class Damaged implements EventStore {
        private final RoomId room;

        Damaged(RoomId room) {
            this.room = room;
        }

        @Override
        public CompletionStage<Void> append(
                RoomId id,
                List<RoomEvent.Logged> events,
                @Nullable SessionRecord session,
                List<Notice> notices) {
            return store.append(id, events, session, notices);
        }

        @Override
        public CompletionStage<List<RoomEvent.Logged>> read(RoomId id, long after, int limit) {
            return id.equals(room)
                    ? CompletableFuture.failedStage(
                            new StoreException(StoreException.Reason.FAILED, "damaged"))
                    : store.read(id, after, limit);
        }
    }

    @Test
    void aPulseWaitsForTheOneBeforeAndOutlivesAFailure() {
        var notes = new Notes();
        var pulse = new Pulse(notes, () -> NOW_MS);

        pulse.beat();
        pulse.beat();
        assertThat(notes.count).isEqualTo(1);

        notes.pending.completeExceptionally(new IllegalStateException("the disk is gone"));
        pulse.beat();
        assertThat(notes.count).isEqualTo(2);
    }

    private static final class Notes implements Checkpoints {
        private CompletableFuture<Void> pending = new CompletableFuture<>();
        private int count;

        @Override
        public CompletionStage<Void> alive(long atMs) {
            count++;
            pending = new CompletableFuture<>();
            return pending;
        }

        @Override
        public long last() {
            return 0;
        }
    }
}
