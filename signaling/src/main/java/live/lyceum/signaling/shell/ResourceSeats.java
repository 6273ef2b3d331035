package live.lyceum.signaling.shell;

import java.util.function.Predicate;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.room.Room;
import live.lyceum.signaling.room.RoomCommand;

/// How resources come by a seat of their room and give it up. Owned by the room's mailbox.
final class ResourceSeats implements ResourceDesk.Seats {
    private final Room room;
    private final Commits commits;
    private final Gates gates;
    private final Predicate<RoomCommand.Operation> carryOut;

    /// @param carryOut has the room do something; false if it does not
    ResourceSeats(
            Room room, Commits commits, Gates gates, Predicate<RoomCommand.Operation> carryOut) {
        this.room = room;
        this.commits = commits;
        this.gates = gates;
        this.carryOut = carryOut;
    }

    @Override
    public boolean hasRoomFor(Publisher publisher) {
        return room.hasRoomFor(publisher.resource().owner(), publisher.role());
    }

    @Override
    public boolean removed(ParticipantId who) {
        return room.state().wasRemoved(who);
    }

    @Override
    public boolean heldBy(ParticipantId who, String holder) {
        return room.state().heldBy(who, holder);
    }

    @Override
    public boolean operate(RoomCommand.Operation command, Runnable done, Runnable lost) {
        if (!carryOut.test(command)) {
            return false;
        }
        commits.after(
                room.state().seq(),
                () -> {
                    if (command instanceof RoomCommand.Leave) {
                        done.run();
                    } else {
                        var _ = gates.set(command.who()).thenRun(done);
                    }
                },
                lost);
        return true;
    }
}
