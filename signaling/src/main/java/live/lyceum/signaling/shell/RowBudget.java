package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.room.RoomCommand;
import live.lyceum.signaling.room.RoomState;

/// How many rows of the log a seat may make: what one seat writes, the whole room reads, and a full
/// log ends the room. Lines of chat have a rate of their own, so that who writes a lot can still
/// unmute. What closes a gate or stops a recording, leaving and the end are never held up; to close
/// or leave again the seat has to open or join first, which counts. Owned by the room's mailbox.
final class RowBudget {
    static final int BURST = 40;
    static final long EVERY_MS = 500;
    static final int CHAT_BURST = 20;
    static final long CHAT_EVERY_MS = 500;

    private static final long NOT_BEFORE_MS = 60_000;
    private static final long SELDOM_MS = 10_000;
    private static final int FEW = 5;

    private final SeatRate rate = new SeatRate(EVERY_MS, BURST);
    private final SeatRate nearlyFull = new SeatRate(SELDOM_MS, FEW);
    private final SeatRate chat = new SeatRate(CHAT_EVERY_MS, CHAT_BURST);

    /// 0 if the operation may go on now, else in how many milliseconds it may.
    ///
    /// @param state with everything that was done so far, durable or not
    long take(RoomCommand.Operation command, RoomState state, long nowMs) {
        ParticipantId who = command.who();
        if (state.done(who, command.op())) {
            return 0;
        }
        boolean full = state.crowded();
        return switch (command) {
            case RoomCommand.Leave _, RoomCommand.End _ -> 0;
            case RoomCommand.SetMedia set when closes(state.media(who), set.media()) -> 0;
            case RoomCommand.SetRecording set when !set.on() -> 0;
            case RoomCommand.Join _,
                    RoomCommand.Mute _,
                    RoomCommand.Remove _,
                    RoomCommand.SetMedia _ ->
                    (full ? nearlyFull : rate).take(who, nowMs);
            case RoomCommand.Say _,
                    RoomCommand.SetHand _,
                    RoomCommand.MarkTopic _,
                    RoomCommand.SetRecording _,
                    RoomCommand.SetLocalRecording _
                    when full ->
                    NOT_BEFORE_MS;
            case RoomCommand.Say _ -> chat.take(who, nowMs);
            case RoomCommand.SetHand _,
                    RoomCommand.MarkTopic _,
                    RoomCommand.SetRecording _,
                    RoomCommand.SetLocalRecording _ ->
                    rate.take(who, nowMs);
        };
    }

    private static boolean closes(MediaIntent now, MediaIntent wanted) {
        return !wanted.equals(now) && wanted.and(now).equals(wanted);
    }
}
