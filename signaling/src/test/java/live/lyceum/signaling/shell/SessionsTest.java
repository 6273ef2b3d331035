package live.lyceum.signaling.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionDraft.Invitation;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.store.InMemoryStore;
import live.lyceum.signaling.store.SeatStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// That nobody is given a token before their seat is durable.
class SessionsTest {
    private static final long NOW_MS = 1_000_000;
    private static final Invitation MINA =
            new Invitation(new ParticipantId("mina"), "Mina", Role.LEARNER, null, false);
    private static final Invitation ANN =
            new Invitation(new ParticipantId("ann"), "Ann", Role.MENTOR, null, false);

    /// Is told of seats, and keeps them when the test says so.
    private static final class SlowSeats implements SeatStore {
        private final List<SessionSeat> told = new ArrayList<>();
        private CompletableFuture<Void> kept = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> seat(RoomId room, List<SessionSeat> seats) {
            told.addAll(seats);
            kept = new CompletableFuture<>();
            return kept;
        }

        @Override
        public CompletionStage<Boolean> isPutOut(RoomId room, ParticipantId who) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Optional<SeatedSession>> sessionOf(ParticipantId who, RoomId room) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<SeatedSession>> sessionsOf(
                TenantId tenant, ParticipantId who, @Nullable RoomId before, int limit) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aTokenWaitsForItsSeat() {
        var store = new InMemoryStore();
        var seats = new SlowSeats();
        var sessions = new Sessions(store, seats, store, () -> NOW_MS);

        var made = sessions.create(RoomStage.MADE, draft(List.of(MINA))).toCompletableFuture();
        assertThat(seats.told).containsExactly(seat(MINA));
        assertThat(made).isNotDone();
        seats.kept.complete(null);

        var later = sessions.seat(made.join().plan().id(), ANN).toCompletableFuture();
        assertThat(seats.told).containsExactly(seat(MINA), seat(ANN));
        assertThat(later).isNotDone();
        seats.kept.complete(null);
        assertThat(later.join()).isEqualTo(made.join());
    }

    private static SessionSeat seat(Invitation invitation) {
        return new SessionSeat(invitation.id(), invitation.name(), invitation.role());
    }

    private static SessionDraft draft(List<Invitation> people) {
        return new SessionDraft(
                "Graphs",
                3_600_000,
                null,
                null,
                60_000,
                List.of(),
                people,
                new SessionPlan.Saving(false, false, true, true),
                null,
                0.8,
                List.of());
    }
}
