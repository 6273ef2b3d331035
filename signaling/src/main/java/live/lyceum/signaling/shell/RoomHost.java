package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.ViewerId;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.room.Proofs;
import live.lyceum.signaling.room.Room;
import live.lyceum.signaling.room.RoomCommand;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one room: commands go through the room into the store, and what is durable goes out to
/// replies, media and everybody's cursor. The methods without a comment of their own are owned by
/// the mailbox; those in front of it are safe to call from any thread.
final class RoomHost implements Commits.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RoomHost.class);

    private final RoomId id;
    private final RoomParts parts;
    private final Life life;
    private final RoomMailbox mailbox;
    private final Room room;
    private final Commits commits;
    private final EffectRunner effects;
    private final Gates gates;
    private final OfferDesk offers;
    private final Audience audience;
    private final ResourceDesk resources;
    private final RowBudget rows = new RowBudget();
    private final MediaNews media;
    private final Bulletins bulletins;
    private final RowEffects effectsOfRows;
    private final FromOutside outside;
    private final Alarm alarm;
    private final long aheadMs;
    private long lastUsedMs;
    private boolean asking;
    private boolean ended;
    private boolean retired;

    /// Told how it goes on with a host.
    interface Life {
        /// That nobody was active at the start is durable.
        void begun(RoomHost host);

        /// Once, when this host takes nobody in any more and its media have ended.
        void retired();

        /// Once, after [#retired]: a store that failed or a bug ended it.
        void failed(RoomCommand.Restarted how, Throwable error);
    }

    /// @param log all rows so far
    /// @param how the media of the room ended that this one goes on from
    RoomHost(
            RoomId id,
            RoomParts parts,
            List<RoomEvent.Logged> log,
            RoomCommand.Restarted how,
            Life life) {
        this.id = id;
        this.parts = parts;
        this.life = life;
        mailbox = new RoomMailbox(parts.executor(), this::failed);
        RoomState durable = RoomState.replay(log);
        room = new Room(durable.copy());
        commits = new Commits(id, parts.events(), mailbox, this, room.state(), durable);
        effects = new EffectRunner(id, parts.media(), mailbox, parts.scheduler(), parts.metrics());
        gates = new Gates(room, commits, effects);
        offers = new OfferDesk(effects, gates, room.state()::heldBy, this::replaced);
        audience = new Audience(parts, durable, log);
        resources =
                new ResourceDesk(
                        offers, effects, new ResourceSeats(room, commits, gates, this::carryOut));
        outside = new FromOutside(mailbox, room, commits, effects, this::nowMs, this::forgetMedia);
        effectsOfRows = new RowEffects(audience, resources, gates, parts);
        bulletins = new Bulletins(mailbox, audience, commits);
        media = new MediaNews(mailbox, offers, resources, audience, commits, this::log);
        aheadMs =
                Math.max(0, Math.max(durable.wallMs(), how.aliveMs()) - parts.clock().getAsLong());
        lastUsedMs = nowMs();
        alarm = new Alarm(parts.scheduler(), this::nowMs, () -> mailbox.signal(this::onAlarm));
        mailbox.afterBatch(this::afterTurn);
        mailbox.signal(() -> begin(how));
    }

    private void begin(RoomCommand.Restarted how) {
        log(how);
        log(new RoomCommand.Time(Proofs.NONE));
        effectsOfRows.begin(commits.durable());
        commits.after(
                room.state().seq(),
                () -> {
                    life.begun(this);
                    effectsOfRows.begun(commits.durable());
                });
    }

    /// Goes on from the last row, also where the clock was behind it after a restart: else the
    /// room's time would stand still until it had caught up.
    private long nowMs() {
        return parts.clock().getAsLong() + aheadMs;
    }

    private void afterTurn() {
        commits.flush();
        if (!retired && !asking) {
            alarm.set(room.nextDeadlineMs());
        }
    }

    private void onAlarm() {
        alarm.rang();
        if (!retired && !asking) {
            asking = true;
            effects.proofs(proofs -> {
                asking = false;
                if (!retired) {
                    log(new RoomCommand.Time(proofs));
                }
            });
        }
    }

    // --- In front of the mailbox ---

    /// Lets somebody in, greets them and shows them the room. Fails with [RoomException].
    CompletionStage<Link> enter(Arrival arrival, long helloId, Client client) {
        var entered = new CompletableFuture<Link>();
        if (!mailbox.offer(
                () ->
                        RoomMailbox.orFail(
                                entered, () -> admit(arrival, helloId, client, entered)))) {
            parts.metrics().dropped(SignalingMetrics.Dropped.MAILBOX_FULL);
            entered.completeExceptionally(new RoomException(RoomException.Reason.BUSY));
        }
        return entered;
    }

    /// Takes a request in; false when the queue is full.
    boolean ask(Link link, long requestId, ClientRequest.OfRoom request) {
        boolean taken = mailbox.offer(() -> answer(link, requestId, request));
        if (!taken) {
            parts.metrics().dropped(SignalingMetrics.Dropped.MAILBOX_FULL);
        }
        return taken;
    }

    /// Notes that a page said good-bye; completes when noted. Fails with [RoomException].
    CompletionStage<@Nullable Void> gone(ParticipantId who, @Nullable String page) {
        var noted = new CompletableFuture<@Nullable Void>();
        boolean taken =
                mailbox.offer(() -> {
                    noteGone(who, page);
                    noted.complete(null);
                });
        if (!taken) {
            noted.completeExceptionally(new RoomException(RoomException.Reason.BUSY));
        }
        return noted;
    }

    /// Has the desk of WHIP and WHEP do something. Fails with [RoomException].
    <T extends @Nullable Object> CompletionStage<T> atDesk(
            BiConsumer<ResourceDesk, CompletableFuture<T>> action) {
        var told = new CompletableFuture<T>();
        boolean taken =
                mailbox.offer(() -> {
                    RoomException.Reason refused = whyNoDesk();
                    if (refused != null) {
                        told.completeExceptionally(new RoomException(refused));
                    } else {
                        lastUsedMs = nowMs();
                        RoomMailbox.orFail(told, () -> action.accept(resources, told));
                    }
                });
        if (!taken) {
            parts.metrics().dropped(SignalingMetrics.Dropped.MAILBOX_FULL);
            told.completeExceptionally(new RoomException(RoomException.Reason.BUSY));
        }
        return told;
    }

    private RoomException.@Nullable Reason whyNoDesk() {
        if (retired) {
            return RoomException.Reason.RETIRED;
        }
        if (room.state().over()) {
            return RoomException.Reason.ENDED;
        }
        return commits.tooFarBehind() ? RoomException.Reason.BUSY : null;
    }

    void signal(Runnable task) {
        mailbox.signal(task);
    }

    /// At most as many as there are viewers.
    void viewEnded(ViewerId viewer) {
        mailbox.signal(() -> resources.viewEnded(viewer));
    }

    /// What is done in the room by who is not in it; safe to call from any thread.
    FromOutside outside() {
        return outside;
    }

    /// Where the media plane tells its news; safe to call from any thread.
    MediaNews media() {
        return media;
    }

    RoomId id() {
        return id;
    }

    /// Where is told what no row keeps; safe to call from any thread.
    Bulletins bulletins() {
        return bulletins;
    }

    /// Puts the room away if nobody has used it for `idleMs`: the log stays, the memory goes.
    void retireIfIdle(long idleMs) {
        mailbox.signal(() -> {
            long nowMs = nowMs();
            boolean idle = nowMs - lastUsedMs >= idleMs && commits.settled();
            boolean empty = audience.empty() && resources.viewers() == 0;
            boolean still = room.state().over() || (nobodyActive() && room.dormant());
            if (!retired && idle && empty && still) {
                retire();
            }
        });
    }

    /// Completes when every row so far is durable, or was lost.
    CompletionStage<@Nullable Void> settle() {
        var settledNow = new CompletableFuture<@Nullable Void>();
        mailbox.signal(() -> {
            if (retired) {
                settledNow.complete(null);
            } else {
                Runnable done = () -> settledNow.complete(null);
                commits.after(room.state().seq(), done, done);
            }
        });
        return settledNow;
    }

    // --- People ---

    private void admit(
            Arrival arrival, long helloId, Client client, CompletableFuture<Link> entered) {
        RoomException.Reason refused = whyNot(arrival);
        if (refused != null) {
            entered.completeExceptionally(new RoomException(refused));
            return;
        }
        lastUsedMs = nowMs();
        Link link = audience.admit(this, arrival, helloId, client, commits.durable(), nowMs());
        entered.complete(link);
        pump(link);
    }

    private RoomException.@Nullable Reason whyNot(Arrival arrival) {
        RoomState durable = commits.durable();
        if (retired) {
            return RoomException.Reason.RETIRED;
        }
        if (durable.over()) {
            return RoomException.Reason.ENDED;
        }
        if (durable.wasRemoved(arrival.who())) {
            return RoomException.Reason.REMOVED;
        }
        if (arrival.cursor() != null && durable.displaced(arrival.who(), arrival.page())) {
            return RoomException.Reason.TAKEN_OVER;
        }
        return audience.seatIsCrowded(arrival.who()) ? RoomException.Reason.BUSY : null;
    }

    void detach(Link link) {
        audience.remove(link);
        lastUsedMs = nowMs();
    }

    void pump(Link link) {
        audience.pump(link, commits.durable().seq());
    }

    private void noteGone(ParticipantId who, @Nullable String page) {
        if (!retired && log(new RoomCommand.Gone(who, page))) {
            forgetMedia(who);
        }
    }

    // --- Requests ---

    private void answer(Link link, long requestId, ClientRequest.OfRoom request) {
        if (retired || !link.open()) {
            return;
        }
        lastUsedMs = nowMs();
        if (commits.tooFarBehind()) {
            parts.metrics().dropped(SignalingMetrics.Dropped.COMMITS_BEHIND);
            link.reply(requestId, Told.busy());
            return;
        }
        RoomCommand.Operation operation = Operations.of(link.arrival(), request);
        if (operation instanceof RoomCommand.End end) {
            end(link, requestId, end);
        } else if (operation != null) {
            operate(link, requestId, operation);
        } else if (request instanceof ClientRequest.Offer offer) {
            offer(link, requestId, offer);
        } else {
            link.reply(requestId, isIn(link) ? new Reply.Done() : Told.notJoined());
        }
    }

    /// As far as the room knows by now; it may not be durable yet.
    private boolean isIn(Link link) {
        return room.state().heldBy(link.arrival().who(), link.arrival().page());
    }

    private void operate(Link link, long requestId, RoomCommand.Operation command) {
        if (offers.knows(command.who(), command.op())) {
            link.reply(requestId, Told.opReused());
            return;
        }
        long nowMs = nowMs();
        long retryMs = rows.take(command, room.state(), nowMs);
        if (retryMs > 0) {
            link.reply(requestId, Told.tooMany(retryMs));
            return;
        }
        List<RoomEvent> events = room.apply(command, nowMs);
        var _ = commits.addAll(events);
        switch (events.getFirst()) {
            case RoomEvent.Refused refused -> link.reply(requestId, Told.refusal(refused));
            case RoomEvent.Repeated repeated -> reply(link, requestId, command, repeated.seq());
            case RoomEvent.Logged logged -> {
                ParticipantId out = Operations.putsOut(command);
                if (out != null) {
                    forgetMedia(out);
                }
                reply(link, requestId, command, logged.seq());
            }
        }
    }

    private void end(Link link, long requestId, RoomCommand.End end) {
        effects.proofs(proofs -> {
            if (!retired) {
                operate(link, requestId, end.with(proofs));
            }
        });
    }

    /// Replies when the row is durable and the gate it closes is closed.
    private void reply(Link link, long requestId, RoomCommand.Operation command, long seq) {
        ParticipantId whose = Operations.closes(command);
        CompletionStage<@Nullable Void> closed =
                whose == null ? CompletableFuture.completedStage(null) : gates.set(whose);
        Reply told =
                command instanceof RoomCommand.Say
                        ? new Reply.Said(seq, RoomFact.Said.messageId(seq))
                        : new Reply.Logged(seq);
        commits.after(
                seq,
                () -> {
                    var _ =
                            closed.thenRun(() -> {
                                link.reply(requestId, told);
                                if (command instanceof RoomCommand.Leave) {
                                    pump(link);
                                    link.close(CloseCode.LEFT);
                                }
                            });
                });
    }

    private void offer(Link link, long requestId, ClientRequest.Offer offer) {
        ParticipantId who = link.arrival().who();
        if (room.state().done(who, offer.op())) {
            link.reply(requestId, Told.opReused());
        } else if (!isIn(link)) {
            link.reply(requestId, Told.notJoined());
        } else {
            // After the rows so far: a gate that a row opens is not open before it is durable.
            offers.ask(link, requestId, offer, action -> commits.after(room.state().seq(), action));
        }
    }

    /// A new transport was answered and has not shown that it lives.
    private void replaced(ParticipantId who) {
        log(new RoomCommand.Transport(who, ParticipantStatus.JOINING, 0));
    }

    private void forgetMedia(ParticipantId who) {
        effects.leave(who);
        offers.forget(who);
        resources.forget(who);
        audience.forgetSlots(who);
    }

    /// Carries out what a resource asks for; false when the room takes nothing any more.
    private boolean carryOut(RoomCommand.Operation command) {
        List<RoomEvent> events = room.apply(command, nowMs());
        var _ = commits.addAll(events);
        boolean taken = !retired && events.getFirst() instanceof RoomEvent.Logged;
        if (taken && command instanceof RoomCommand.Leave) {
            forgetMedia(command.who());
        }
        return taken;
    }

    /// Carries out what no client waits for; true if it changed something.
    private boolean log(RoomCommand command) {
        return commits.addAll(room.apply(command, nowMs()));
    }

    // --- What became durable ---

    @Override
    public void committed(RoomEvent.Logged event) {
        ended |= event.fact() instanceof RoomFact.Ended;
        audience.add(event);
        effectsOfRows.of(event, commits.durable());
    }

    @Override
    public void settled() {
        audience.pumpAll(commits.durable().seq());
        audience.closeRemoved(commits.durable());
        if (ended && !retired) {
            // Who is behind gets the rows first, or hears at the next hello that it is over.
            audience.closeAll(CloseCode.ENDED);
            retire();
        }
    }

    /// The store failed or a bug showed: the room ends here, and its log is what there is.
    @Override
    public void failed(Throwable error) {
        if (retired) {
            return;
        }
        LOG.error("room {} failed and is loaded anew", id, error);
        parts.metrics().dropped(SignalingMetrics.Dropped.ROOM_FAILED);
        long atMs = nowMs();
        List<RoomFact.Silence> silences = new ArrayList<>(commits.silences());
        audience.closeAll(CloseCode.INTERNAL);
        stop();
        effects.proofs(proofs -> {
            silences.addAll(proofs.silences(atMs));
            var how = new RoomCommand.Restarted(atMs, silences);
            var _ =
                    effects.closeRoom()
                            .thenRun(() -> {
                                life.retired();
                                life.failed(how, error);
                            });
        });
    }

    private void retire() {
        stop();
        var _ = effects.closeRoom().thenRun(life::retired);
    }

    private void stop() {
        retired = true;
        alarm.cancel();
        media.stop();
        commits.giveUp();
    }

    private boolean nobodyActive() {
        return room.state().participants().stream()
                .noneMatch(each -> each.status() == ParticipantStatus.ACTIVE);
    }
}
