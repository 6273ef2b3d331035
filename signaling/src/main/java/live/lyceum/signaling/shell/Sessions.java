package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.SessionStore;
import org.jspecify.annotations.Nullable;

/// What the REST API does with sessions. Safe to call from any thread; nothing here blocks.
public final class Sessions {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int ID_LENGTH = 20;
    private static final int EPOCH_LENGTH = 8;

    private final SessionStore store;
    private final LongSupplier clock;
    private final RandomGenerator random;

    /// @param clock epoch milliseconds
    /// @param random for ids that cannot be guessed; safe to use from any thread
    public Sessions(SessionStore store, LongSupplier clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a session and the first row of its log. Fails with [ProblemException], or with what
    /// the store failed with.
    public CompletionStage<SessionRecord> create(SessionDraft draft) {
        long nowMs = clock.getAsLong();
        Long startsAt = draft.startsAtMs();
        long startsAtMs = startsAt == null ? nowMs : startsAt;
        Long hardEndAt = draft.hardEndAtMs();
        if (hardEndAt != null && hardEndAt <= Math.max(nowMs, startsAtMs)) {
            var error = new Problem.FieldError("hardEndAt", "is not after the start");
            return CompletableFuture.failedStage(
                    new ProblemException(
                            new Problem(
                                    Problem.Code.INVALID,
                                    "Not valid: hardEndAt",
                                    List.of(error),
                                    0)));
        }
        var plan =
                new SessionPlan(
                        new RoomId("ses_" + letters(ID_LENGTH)),
                        draft.title(),
                        draft.plannedMs(),
                        startsAtMs,
                        hardEndAt,
                        draft.abandonAfterMs(),
                        topics(draft.topics()),
                        draft.saving(),
                        draft.returnUrl(),
                        draft.completeRatio(),
                        draft.embedOrigins());
        String epoch = "e" + letters(EPOCH_LENGTH);
        var session = SessionRecord.scheduled(plan, epoch, nowMs);
        var opened = new RoomEvent.Logged(1, nowMs, null, new RoomFact.Opened(plan, epoch));
        return store.create(session, opened).thenApply(done -> session);
    }

    private static List<Topic> topics(List<String> titles) {
        var topics = new ArrayList<Topic>();
        for (String title : titles) {
            topics.add(new Topic("t_" + (topics.size() + 1), title, false));
        }
        return topics;
    }

    private String letters(int length) {
        var id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /// Fails with [RoomException] for an unknown id.
    public CompletionStage<SessionRecord> get(RoomId id) {
        return store.get(id)
                .thenCompose(found ->
                        found.map(CompletableFuture::completedStage)
                                .orElseGet(() ->
                                        CompletableFuture.failedStage(
                                                new RoomException(
                                                        RoomException.Reason.UNKNOWN_SESSION))));
    }

    /// Sessions after `after`, oldest first.
    public CompletionStage<List<SessionRecord>> list(@Nullable RoomId after, int limit) {
        return store.list(after, limit);
    }
}
