package live.lyceum.signaling.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.SignalingMetrics;
import live.lyceum.signaling.store.InMemoryStore;
import live.lyceum.signaling.store.SessionStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Pages are answered whatever the store does.
class EmbedOriginsTest {
    private static final RoomId ROOM = new RoomId("ses_1");
    private static final String ORIGIN = "https://school.example";

    private final SlowStore store = new SlowStore();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EmbedOrigins origins = origins();

    private EmbedOrigins origins() {
        var rest = new InMemoryStore();
        var sessions = new Sessions(store, rest, rest, () -> 0);
        return new EmbedOrigins(sessions, new SignalingMetrics(registry));
    }

    private static SessionRecord session() {
        var saving = new SessionPlan.Saving(false, false, true, true);
        var plan =
                new SessionPlan(
                        ROOM,
                        TenantId.MAIN,
                        "Graphs",
                        60_000,
                        0,
                        null,
                        60_000,
                        List.of(),
                        saving,
                        null,
                        0.8,
                        List.of(ORIGIN));
        return SessionRecord.scheduled(plan, "e", 0);
    }

    private static List<String> answer(CompletionStage<List<String>> asked) {
        return asked.toCompletableFuture().join();
    }

    @Test
    void aStoreThatFailsIsAPageThatNobodyFrames() {
        var asked = origins.of(ROOM);
        store.asked.getFirst().completeExceptionally(new IllegalStateException("gone"));

        assertThat(answer(asked)).isEmpty();
    }

    @Test
    void aStoreThatHangsIsNotWaitedFor() {
        assertThat(answer(origins.of(ROOM))).isEmpty();
    }

    @Test
    void onlySoManyAreReadAtOnce() {
        List<CompletionStage<List<String>>> asked = new ArrayList<>();
        for (int i = 0; i < EmbedOrigins.AT_ONCE; i++) {
            asked.add(origins.of(ROOM));
        }

        assertThat(answer(origins.of(ROOM))).isEmpty();
        assertThat(store.asked).hasSize(EmbedOrigins.AT_ONCE);
        assertThat(turnedAway()).isEqualTo(1);

        store.asked.forEach(each -> each.complete(Optional.of(session())));
        assertThat(asked).allSatisfy(each -> assertThat(answer(each)).containsExactly(ORIGIN));
        var next = origins.of(ROOM);
        store.asked.getLast().complete(Optional.of(session()));
        assertThat(answer(next)).containsExactly(ORIGIN);
    }

    private double turnedAway() {
        return registry.get("lyceum.http.turned.away")
                .tag("reason", "embed_limit")
                .counter()
                .count();
    }

    /// Answers when the test says so.
    private static final class SlowStore implements SessionStore {
        private final List<CompletableFuture<Optional<SessionRecord>>> asked = new ArrayList<>();

        @Override
        public CompletionStage<Optional<SessionRecord>> get(RoomId id) {
            var answer = new CompletableFuture<Optional<SessionRecord>>();
            asked.add(answer);
            return answer;
        }

        @Override
        public CompletionStage<Void> create(SessionRecord session, RoomEvent.Logged opened) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> update(SessionRecord session) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<SessionRecord>> list(
                TenantId tenant, @Nullable RoomId after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<RoomId>> unfinished() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<RoomId>> overdue(long nowMs, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
