package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.room.RoomCommand;
import live.lyceum.signaling.room.RoomState;

/// How many rows of the log a seat may make: what one seat writes, the whole room reads, and a full
/// log ends the room. What closes a gate and leaving are never held up; to do either again the seat
/// has to open or join first, which counts. Owned by the room's mailbox.
final class RowBudget {
    static final int BURST = 40;
    static final long EVERY_MS = 500;

    private final SeatRate rate = new SeatRate(EVERY_MS, BURST);

    /// 0 if the operation may go on now, else in how many milliseconds it may.
    ///
    /// @param state with everything that was done so far, durable or not
    long take(RoomCommand.Operation command, RoomState state, long nowMs) {
        ParticipantId who = command.who();
        boolean free =
                state.done(who, command.op())
                        || switch (command) {
                            case RoomCommand.Join _ -> false;
                            case RoomCommand.Leave _, RoomCommand.End _ -> true;
                            case RoomCommand.Say _,
                                    RoomCommand.SetHand _,
                                    RoomCommand.MarkTopic _,
                                    RoomCommand.Mute _,
                                    RoomCommand.Remove _ ->
                                    false;
                            case RoomCommand.SetMedia set -> closes(state.media(who), set.media());
                        };
        return free ? 0 : rate.take(who, nowMs);
    }

    private static boolean closes(MediaIntent now, MediaIntent wanted) {
        return !wanted.equals(now) && wanted.and(now).equals(wanted);
    }
}
