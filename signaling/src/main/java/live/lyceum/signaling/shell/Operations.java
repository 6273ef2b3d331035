package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.room.Proofs;
import live.lyceum.signaling.room.RoomCommand;
import org.jspecify.annotations.Nullable;

/// What a request of somebody at a link asks of the room.
final class Operations {
    private Operations() {}

    /// Null for what is no operation: it concerns media and makes no row.
    static RoomCommand.@Nullable Operation of(Arrival arrival, ClientRequest.OfRoom request) {
        ParticipantId who = arrival.who();
        String page = arrival.page();
        return switch (request) {
            case ClientRequest.Join join ->
                    new RoomCommand.Join(
                            who, arrival.name(), arrival.role(), page, join.media(), join.op());
            case ClientRequest.Leave leave -> new RoomCommand.Leave(who, page, leave.op());
            case ClientRequest.SetMedia set ->
                    new RoomCommand.SetMedia(who, page, set.media(), set.op());
            case ClientRequest.SendChat send ->
                    new RoomCommand.Say(who, page, send.text(), send.op());
            case ClientRequest.SetHand set -> {
                ParticipantId whose = set.whose();
                yield new RoomCommand.SetHand(
                        who, page, whose == null ? who : whose, set.raised(), set.op());
            }
            case ClientRequest.MarkTopic mark ->
                    new RoomCommand.MarkTopic(who, page, mark.topic(), mark.done(), mark.op());
            case ClientRequest.Mute mute -> new RoomCommand.Mute(who, page, mute.whom(), mute.op());
            case ClientRequest.Remove remove ->
                    new RoomCommand.Remove(who, page, remove.whom(), remove.op());
            case ClientRequest.SetRecording set ->
                    new RoomCommand.SetRecording(who, page, set.on(), set.op());
            case ClientRequest.SetLocalRecording set ->
                    new RoomCommand.SetLocalRecording(who, page, set.on(), set.op());
            case ClientRequest.End end -> new RoomCommand.End(who, page, end.op(), Proofs.NONE);
            case ClientRequest.Offer _, ClientRequest.Ice _ -> null;
        };
    }

    /// Whose gate an operation may close, or null.
    static @Nullable ParticipantId closes(RoomCommand.Operation command) {
        return switch (command) {
            case RoomCommand.Join join -> join.who();
            case RoomCommand.SetMedia set -> set.who();
            case RoomCommand.Mute mute -> mute.whom();
            case RoomCommand.Leave _,
                    RoomCommand.Say _,
                    RoomCommand.SetHand _,
                    RoomCommand.MarkTopic _,
                    RoomCommand.Remove _,
                    RoomCommand.SetRecording _,
                    RoomCommand.SetLocalRecording _,
                    RoomCommand.End _ ->
                    null;
        };
    }

    /// Whose media ends with an operation, or null.
    static @Nullable ParticipantId putsOut(RoomCommand.Operation command) {
        return switch (command) {
            case RoomCommand.Leave leave -> leave.who();
            case RoomCommand.Remove remove -> remove.whom();
            case RoomCommand.Join _,
                    RoomCommand.SetMedia _,
                    RoomCommand.Say _,
                    RoomCommand.SetHand _,
                    RoomCommand.MarkTopic _,
                    RoomCommand.Mute _,
                    RoomCommand.SetRecording _,
                    RoomCommand.SetLocalRecording _,
                    RoomCommand.End _ ->
                    null;
        };
    }
}
