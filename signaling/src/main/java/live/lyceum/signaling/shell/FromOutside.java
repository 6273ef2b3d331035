package live.lyceum.signaling.shell;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Seated;
import live.lyceum.signaling.room.Room;
import live.lyceum.signaling.room.RoomCommand;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomState;
import org.jspecify.annotations.Nullable;

/// What is done in a room, or seen of it, by who is not in it. Safe to call from any thread; works
/// on the room's turn.
final class FromOutside {
    private final RoomMailbox mailbox;
    private final Room room;
    private final Commits commits;
    private final EffectRunner effects;
    private final LongSupplier clock;
    private final Consumer<ParticipantId> forgetMedia;

    /// @param clock the room's time
    /// @param forgetMedia ends the media of somebody who is out
    FromOutside(
            RoomMailbox mailbox,
            Room room,
            Commits commits,
            EffectRunner effects,
            LongSupplier clock,
            Consumer<ParticipantId> forgetMedia) {
        this.mailbox = mailbox;
        this.room = room;
        this.commits = commits;
        this.effects = effects;
        this.clock = clock;
        this.forgetMedia = forgetMedia;
    }

    /// Carries a command out; complete when that is durable, with what `then` makes of the state of
    /// then.
    <T extends @Nullable Object> CompletionStage<T> direct(
            RoomCommand.Directed command, Function<RoomState, T> then) {
        return inTurn(told -> {
            if (command instanceof RoomCommand.EndFromOutside end) {
                effects.proofs(proofs ->
                        RoomMailbox.orFail(told, () -> carryOut(end.with(proofs), then, told)));
            } else {
                carryOut(command, then, told);
            }
        });
    }

    /// Everybody who is or was in the room.
    CompletionStage<List<Seated>> seated() {
        return inTurn(told -> told.complete(commits.durable().seated(clock.getAsLong())));
    }

    private <T extends @Nullable Object> void carryOut(
            RoomCommand.Directed command, Function<RoomState, T> then, CompletableFuture<T> told) {
        List<RoomEvent> events = room.apply(command, clock.getAsLong());
        var _ = commits.addAll(events);
        if (events.getFirst() instanceof RoomEvent.Refused refused) {
            told.completeExceptionally(Told.refused(refused));
            return;
        }
        if (command instanceof RoomCommand.PutOut out) {
            forgetMedia.accept(out.whom());
        }
        commits.after(
                room.state().seq(),
                () -> told.complete(then.apply(commits.durable())),
                () -> told.completeExceptionally(new RoomException(RoomException.Reason.BUSY)));
    }

    /// A recording of the room cannot go on; complete when the room knows.
    CompletionStage<@Nullable Void> recordingBroke(RecordingId id, LiveRecording.Stop reason) {
        var told = new CompletableFuture<@Nullable Void>();
        mailbox.signal(() ->
                turn(
                        told,
                        () -> {
                            var broke = new RoomCommand.RecordingBroke(id, reason);
                            var _ = commits.addAll(room.apply(broke, clock.getAsLong()));
                            told.complete(null);
                        }));
        return told;
    }

    /// A line of the transcript; complete when it is durable, with false when it became no row.
    CompletionStage<Boolean> transcribed(TranscriptLine line) {
        return inTurn(told -> {
            var said = new RoomCommand.Transcribed(line);
            boolean kept = commits.addAll(room.apply(said, clock.getAsLong()));
            commits.after(
                    room.state().seq(),
                    () -> told.complete(kept),
                    () -> told.completeExceptionally(new RoomException(RoomException.Reason.BUSY)));
        });
    }

    private <T extends @Nullable Object> CompletionStage<T> inTurn(
            Consumer<CompletableFuture<T>> task) {
        var told = new CompletableFuture<T>();
        boolean taken = mailbox.offer(() -> turn(told, () -> task.accept(told)));
        if (!taken) {
            told.completeExceptionally(new RoomException(RoomException.Reason.BUSY));
        }
        return told;
    }

    private void turn(CompletableFuture<?> told, Runnable task) {
        if (commits.givenUp()) {
            told.completeExceptionally(new RoomException(RoomException.Reason.RETIRED));
        } else {
            RoomMailbox.orFail(told, task);
        }
    }
}
