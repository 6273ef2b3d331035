package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.FeedbackStore;
import live.lyceum.signaling.store.SeatStore;
import live.lyceum.signaling.store.SessionStore;
import live.lyceum.signaling.store.StoreException;
import org.jspecify.annotations.Nullable;

/// What the REST API does with sessions. Safe to call from any thread; nothing here blocks.
public final class Sessions {

    private final SessionStore store;
    private final SeatStore seats;
    private final FeedbackStore feedback;
    private final LongSupplier clock;

    /// @param clock epoch milliseconds
    public Sessions(
            SessionStore store, SeatStore seats, FeedbackStore feedback, LongSupplier clock) {
        this.store = store;
        this.seats = seats;
        this.feedback = feedback;
        this.clock = clock;
    }

    /// A session to be made.
    ///
    /// @param id that nobody can guess
    /// @param epoch names its log
    /// @param again whether it may have been made before: then that one is it
    public record New(TenantId tenant, RoomId id, String epoch, boolean again) {}

    /// Makes a session, the first row of its log, and the seats of its participants: all are
    /// durable before anybody can be given a token. Fails with [ProblemException], or with what the
    /// store failed with.
    ///
    /// @param made what is new, and for whom
    public CompletionStage<SessionRecord> create(New made, SessionDraft draft) {
        long nowMs = clock.getAsLong();
        Long startsAt = draft.startsAtMs();
        long startsAtMs = startsAt == null ? nowMs : startsAt;
        var plan =
                new SessionPlan(
                        made.id(),
                        made.tenant(),
                        draft.title(),
                        draft.plannedMs(),
                        startsAtMs,
                        draft.hardEndAtMs(),
                        draft.abandonAfterMs(),
                        topics(draft.topics()),
                        draft.saving(),
                        draft.returnUrl(),
                        draft.completeRatio(),
                        draft.embedOrigins());
        if (!made.again() && endsTooSoon(plan)) {
            return CompletableFuture.failedStage(tooSoon());
        }
        String epoch = made.epoch();
        var session = SessionRecord.scheduled(plan, epoch, nowMs);
        var opened = new RoomEvent.Logged(1, nowMs, null, new RoomFact.Opened(plan, epoch));
        List<SessionSeat> invited = draft.participants().stream().map(Sessions::seat).toList();
        return store.create(session, opened)
                .exceptionallyCompose(error ->
                        made.again() && StoreException.isConflict(error)
                                ? CompletableFuture.completedStage(null)
                                : CompletableFuture.failedStage(error))
                .thenCompose(done -> seats.seat(plan.id(), invited))
                .thenCompose(done ->
                        made.again() ? get(plan.id()) : CompletableFuture.completedStage(session));
    }

    private boolean endsTooSoon(SessionPlan plan) {
        Long hardEndAt = plan.hardEndAtMs();
        return hardEndAt != null && hardEndAt <= Math.max(clock.getAsLong(), plan.startsAtMs());
    }

    private static ProblemException tooSoon() {
        var error = new Problem.FieldError("hardEndAt", "is not after the start and now");
        return new ProblemException(
                new Problem(Problem.Code.INVALID, "Not valid: hardEndAt", List.of(error), 0));
    }

    /// Refuses a plan that a session's own cannot be changed to.
    public void requireChangeable(SessionPlan before, SessionPlan after) throws ProblemException {
        boolean sameTimes =
                after.startsAtMs() == before.startsAtMs()
                        && Objects.equals(after.hardEndAtMs(), before.hardEndAtMs());
        if (!sameTimes && endsTooSoon(after)) {
            throw tooSoon();
        }
    }

    private static SessionSeat seat(SessionDraft.Invitation invitation) {
        return new SessionSeat(invitation.id(), invitation.name(), invitation.role());
    }

    /// Gives somebody a seat in a session; complete when it is durable. Fails as [#get] does.
    public CompletionStage<SessionRecord> seat(RoomId id, SessionDraft.Invitation invitation) {
        return get(id).thenCompose(session ->
                seats.seat(id, List.of(seat(invitation))).thenApply(done -> session));
    }

    private static List<Topic> topics(List<String> titles) {
        var topics = new ArrayList<Topic>();
        for (String title : titles) {
            topics.add(new Topic("t_" + (topics.size() + 1), title, false));
        }
        return topics;
    }

    /// Fails with [RoomException] for an unknown id.
    public CompletionStage<SessionRecord> get(RoomId id) {
        return store.get(id).thenCompose(Sessions::known);
    }

    /// Empty for an unknown id.
    public CompletionStage<Optional<SessionRecord>> find(RoomId id) {
        return store.get(id);
    }

    /// As [#get], and a session of another tenant is as unknown.
    public CompletionStage<SessionRecord> get(TenantId tenant, RoomId id) {
        return store.get(id)
                .thenApply(found -> found.filter(each -> each.plan().tenant().equals(tenant)))
                .thenCompose(Sessions::known);
    }

    private static <T> CompletionStage<T> known(Optional<T> found) {
        return found.map(CompletableFuture::completedStage)
                .orElseGet(() ->
                        CompletableFuture.failedStage(
                                new RoomException(RoomException.Reason.UNKNOWN_SESSION)));
    }

    /// A tenant's sessions after `after`, oldest first. Fails with [ProblemException] for an
    /// `after` that is none of them.
    public CompletionStage<List<SessionRecord>> list(
            TenantId tenant, @Nullable RoomId after, int limit) {
        return after == null
                ? store.list(tenant, null, limit)
                : cursor(get(tenant, after)).thenCompose(known -> store.list(tenant, after, limit));
    }

    private static <T> CompletionStage<T> cursor(CompletionStage<T> found) {
        return found.exceptionallyCompose(error ->
                RoomException.isUnknown(error)
                        ? CompletableFuture.failedStage(
                                new ProblemException(
                                        Problem.Code.BAD_REQUEST,
                                        "after is not the next of a page of this list"))
                        : CompletableFuture.failedStage(error));
    }

    /// Whether somebody was put out of a session, for good.
    public CompletionStage<Boolean> isPutOut(RoomId id, ParticipantId who) {
        return seats.isPutOut(id, who);
    }

    /// A tenant's session as somebody sees it. Fails with [RoomException] when they have no seat in
    /// it.
    public CompletionStage<SeatedSession> of(TenantId tenant, ParticipantId who, RoomId id) {
        return seats.sessionOf(who, id)
                .thenApply(found ->
                        found.filter(each -> each.session().plan().tenant().equals(tenant)))
                .thenCompose(Sessions::known);
    }

    /// As [#of], of somebody who may know what was said in it: fails for who was put out as well.
    public CompletionStage<SeatedSession> heardBy(TenantId tenant, ParticipantId who, RoomId id) {
        return of(tenant, who, id)
                .thenCompose(seated -> known(Optional.of(seated).filter(each -> !each.putOut())));
    }

    /// Somebody's sessions made before `before`, the one made last first. Fails with
    /// [ProblemException] for a `before` that is none of them.
    public CompletionStage<List<SeatedSession>> of(
            TenantId tenant, ParticipantId who, @Nullable RoomId before, int limit) {
        return before == null
                ? seats.sessionsOf(tenant, who, null, limit)
                : cursor(of(tenant, who, before))
                        .thenCompose(known -> seats.sessionsOf(tenant, who, before, limit));
    }

    /// Keeps what somebody said of a session, in the place of what they said before. Fails with
    /// [RoomException] for an unknown id, and with [ProblemException] for a session that has not
    /// begun: until mentor and learner were active together, or it has ended, there is nothing to
    /// speak of.
    public CompletionStage<Feedback> giveFeedback(
            RoomId id, ParticipantId who, String name, Feedback.Review review) {
        var given = new Feedback(who, name, review, clock.getAsLong());
        return get(id).thenCompose(session ->
                switch (session.state()) {
                    case LIVE, PAUSED, ENDED -> feedback.put(id, given).thenApply(done -> given);
                    case SCHEDULED -> refused("The session has not begun");
                    case CANCELLED -> refused("The session was cancelled");
                });
    }

    private static <T> CompletionStage<T> refused(String why) {
        return CompletableFuture.failedStage(new ProblemException(Problem.Code.CONFLICT, why));
    }

    /// What was said of a session, in the order of the participants' ids. Fails as [#get] does.
    public CompletionStage<List<Feedback>> feedback(
            RoomId id, @Nullable ParticipantId after, int limit) {
        return get(id).thenCompose(session -> feedback.feedback(id, after, limit));
    }
}
