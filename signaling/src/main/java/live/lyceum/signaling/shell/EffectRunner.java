package live.lyceum.signaling.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaServer;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.signaling.room.Proofs;
import org.jspecify.annotations.Nullable;

/// Carries out in the media plane what a room decided. Owned by the room's mailbox, where all its
/// stages complete.
final class EffectRunner {
    private static final long RETRY_MS = 100;
    private static final long PROOFS_WITHIN_MS = 1_000;

    private static final class Gate {
        private MediaGate wanted = MediaGate.CLOSED;
        private CompletableFuture<@Nullable Void> inForce = CompletableFuture.completedFuture(null);
    }

    private final RoomId room;
    private final MediaServer media;
    private final RoomMailbox mailbox;
    private final ScheduledExecutorService scheduler;
    private final SignalingMetrics metrics;
    private final Map<ParticipantId, Gate> gates = new HashMap<>();
    private boolean closed;

    EffectRunner(
            RoomId room,
            MediaServer media,
            RoomMailbox mailbox,
            ScheduledExecutorService scheduler,
            SignalingMetrics metrics) {
        this.room = room;
        this.media = media;
        this.mailbox = mailbox;
        this.scheduler = scheduler;
        this.metrics = metrics;
    }

    /// Sets a person's gate; complete when this or a later one is in force. A media plane that is
    /// overloaded is asked again until it did it: a mute may be late, but not lost.
    CompletionStage<@Nullable Void> gate(ParticipantId who, MediaGate wanted) {
        Gate gate = gates.computeIfAbsent(who, id -> new Gate());
        if (!gate.wanted.equals(wanted)) {
            gate.wanted = wanted;
            if (gate.inForce.isDone()) {
                gate.inForce = new CompletableFuture<>();
            }
            set(who, gate, wanted);
        }
        return gate.inForce;
    }

    private void set(ParticipantId who, Gate gate, MediaGate asked) {
        guarded(() -> media.gate(room, who, asked))
                .whenComplete(
                        (done, error) -> mailbox.signal(() -> answered(who, gate, asked, error)));
    }

    private void answered(
            ParticipantId who, Gate gate, MediaGate asked, @Nullable Throwable error) {
        if (!gate.wanted.equals(asked)) {
            return;
        }
        if (error == null) {
            gate.inForce.complete(null);
            return;
        }
        metrics.dropped(SignalingMetrics.Dropped.GATE_RETRIED);
        var _ = Later.run(scheduler, RETRY_MS, () -> mailbox.signal(() -> retry(who, gate, asked)));
    }

    private void retry(ParticipantId who, Gate gate, MediaGate asked) {
        if (!closed
                && gates.get(who) == gate
                && gate.wanted.equals(asked)
                && !gate.inForce.isDone()) {
            set(who, gate, asked);
        }
    }

    CompletionStage<String> offer(ParticipantId who, MediaOffer offer) {
        return inTurn(() -> media.offer(room, who, offer));
    }

    /// Gives a transport new ICE credentials.
    CompletionStage<String> restart(ParticipantId who, int transport) {
        return inTurn(() -> media.restart(room, who, transport));
    }

    CompletionStage<String> restart(ViewerId viewer) {
        return inTurn(() -> media.restart(room, viewer));
    }

    CompletionStage<String> view(ViewerId viewer, ViewOffer offer) {
        return inTurn(() -> media.view(room, viewer, offer));
    }

    /// Ends a viewer's transport, however overloaded the media plane is.
    void endView(ViewerId viewer) {
        retried(guarded(() -> media.endView(room, viewer)), () -> endView(viewer));
    }

    /// Asks for the last proofs of life; `then` gets none when the media plane does not say in
    /// time.
    void proofs(Consumer<Proofs> then) {
        var _ =
                guarded(() -> media.proofsAgoMs(room))
                        .toCompletableFuture()
                        .thenApply(Proofs::new)
                        .completeOnTimeout(Proofs.NONE, PROOFS_WITHIN_MS, TimeUnit.MILLISECONDS)
                        .exceptionally(error -> Proofs.NONE)
                        .thenAccept(proofs -> mailbox.signal(() -> then.accept(proofs)));
    }

    private CompletionStage<String> inTurn(Supplier<CompletionStage<String>> call) {
        var answered = new CompletableFuture<String>();
        guarded(call)
                .whenComplete((answer, error) ->
                        mailbox.signal(() -> {
                            if (error == null) {
                                answered.complete(answer);
                            } else {
                                answered.completeExceptionally(error);
                            }
                        }));
        return answered;
    }

    /// Ends a person's transport and forgets their gate.
    void leave(ParticipantId who) {
        Gate gate = gates.remove(who);
        if (gate != null) {
            gate.inForce.complete(null);
        }
        endTransport(who);
    }

    /// An overloaded media plane is asked again, unless the person came back meanwhile: who left is
    /// not forwarded for long.
    private void endTransport(ParticipantId who) {
        retried(
                guarded(() -> media.leave(room, who)),
                () ->
                        mailbox.signal(() -> {
                            if (!closed && !gates.containsKey(who)) {
                                endTransport(who);
                            }
                        }));
    }

    /// Ends all media of the room; complete when that is done, however overloaded the media plane
    /// is. From here on nothing else of this runner is tried again: the room's next host has its
    /// own.
    CompletionStage<@Nullable Void> closeRoom() {
        closed = true;
        var done = new CompletableFuture<@Nullable Void>();
        closeRoom(done);
        return done;
    }

    private void closeRoom(CompletableFuture<@Nullable Void> done) {
        var _ =
                guarded(() -> media.closeRoom(room))
                        .whenComplete((closedNow, error) -> {
                            if (error == null) {
                                done.complete(null);
                            } else {
                                again(() -> closeRoom(done));
                            }
                        });
    }

    private void retried(CompletionStage<@Nullable Void> effect, Runnable task) {
        var _ =
                effect.whenComplete((done, error) -> {
                    if (error != null) {
                        again(task);
                    }
                });
    }

    private void again(Runnable task) {
        metrics.dropped(SignalingMetrics.Dropped.LEAVE_RETRIED);
        var _ = Later.run(scheduler, RETRY_MS, task);
    }

    private static <T extends @Nullable Object> CompletionStage<T> guarded(
            Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException bug) {
            return CompletableFuture.failedStage(bug);
        }
    }
}
