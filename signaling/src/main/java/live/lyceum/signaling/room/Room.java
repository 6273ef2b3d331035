package live.lyceum.signaling.room;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import org.jspecify.annotations.Nullable;

/// The rules of a room: a command and the time go in, events come out. Owned by its mailbox.
public final class Room {
    /// How many mentors and learners may be in a room at a time.
    public static final int MAX_SENDERS = 8;

    /// How many people may be in a room at a time.
    public static final int MAX_SEATS = 58;

    private final RoomState state;

    /// Goes on from `state`, which from here on only this room changes.
    public Room(RoomState state) {
        this.state = state;
    }

    /// The state after all events so far, durable or not.
    public RoomState state() {
        return state;
    }

    /// Carries a command out. The rows among the events are in the state already.
    ///
    /// @param nowMs epoch milliseconds by a clock that never goes back; a row is never dated before
    ///   the one before it
    /// @return for an operation exactly one event; for others one row, or none if nothing changed
    public List<RoomEvent> apply(RoomCommand command, long nowMs) {
        return switch (command) {
            case RoomCommand.Operation operation -> List.of(once(operation, nowMs));
            case RoomCommand.Gone gone -> gone(gone, nowMs);
            case RoomCommand.Transport transport -> transport(transport, nowMs);
        };
    }

    /// When the room wants to be asked again though nothing happened: never, as long as no rule
    /// depends on the time alone.
    public long nextDeadlineMs() {
        return Long.MAX_VALUE;
    }

    private RoomEvent once(RoomCommand.Operation command, long nowMs) {
        Seat seat = state.seat(command.who());
        String digest = Digest.of(command);
        Seat.Done done = seat == null ? null : seat.done().get(command.op());
        if (done != null) {
            return done.digest().equals(digest)
                    ? new RoomEvent.Repeated(done.seq())
                    : new RoomEvent.Refused(
                            ErrorCode.OP_REUSED, "This op was used with another body");
        }
        var origin = new RoomEvent.Origin(command.who(), command.op(), digest);
        return switch (command) {
            case RoomCommand.Join join -> join(join, seat, origin, nowMs);
            case RoomCommand.Leave leave ->
                    seat != null && seat.heldBy(leave.holder())
                            ? log(new RoomFact.Left(leave.who()), origin, nowMs)
                            : notJoined();
            case RoomCommand.SetMedia set ->
                    seat != null && seat.heldBy(set.holder())
                            ? setMedia(set, seat.participant().role(), origin, nowMs)
                            : notJoined();
        };
    }

    private static RoomEvent notJoined() {
        return new RoomEvent.Refused(ErrorCode.NOT_JOINED, "Join first");
    }

    private RoomEvent join(
            RoomCommand.Join join, @Nullable Seat seat, RoomEvent.Origin origin, long nowMs) {
        if (!hasRoomFor(join.who(), join.role())) {
            return new RoomEvent.Refused(ErrorCode.BUSY, "The room is full");
        }
        var media = join.role().sends() ? join.media() : MediaIntent.NOTHING;
        if (seat == null || !seat.joined()) {
            var participant =
                    new Participant(
                            join.who(), join.name(), join.role(), ParticipantStatus.JOINING, media);
            return log(new RoomFact.Joined(participant, join.holder()), origin, nowMs);
        }
        var before = seat.participant();
        var status = statusAfterRejoin(seat, join.holder());
        boolean sameCard = before.name().equals(join.name()) && before.role() == join.role();
        RoomFact fact =
                sameCard
                        ? new RoomFact.Rejoined(join.who(), join.holder(), media, status)
                        : new RoomFact.Joined(
                                new Participant(
                                        join.who(), join.name(), join.role(), status, media),
                                join.holder());
        return log(fact, origin, nowMs);
    }

    /// A new page will bring a new transport; until it does, a living old one counts.
    private static ParticipantStatus statusAfterRejoin(Seat seat, String holder) {
        var status = seat.participant().status();
        return status == ParticipantStatus.DISCONNECTED && !seat.heldBy(holder)
                ? ParticipantStatus.JOINING
                : status;
    }

    /// Whether somebody can come in, or is in already.
    public boolean hasRoomFor(ParticipantId who, Role role) {
        var others = state.participants().stream().filter(p -> !p.id().equals(who)).toList();
        long senders = others.stream().map(Participant::role).filter(Role::sends).count();
        return others.size() < MAX_SEATS && (!role.sends() || senders < MAX_SENDERS);
    }

    private RoomEvent setMedia(
            RoomCommand.SetMedia set, Role role, RoomEvent.Origin origin, long nowMs) {
        if (!role.sends() && !set.media().equals(MediaIntent.NOTHING)) {
            return new RoomEvent.Refused(ErrorCode.FORBIDDEN, "An observer sends nothing");
        }
        return log(new RoomFact.MediaSet(set.who(), set.media()), origin, nowMs);
    }

    private List<RoomEvent> gone(RoomCommand.Gone gone, long nowMs) {
        Seat seat = state.seat(gone.who());
        String page = gone.holder();
        boolean another = seat != null && page != null && !seat.heldBy(page);
        return another ? List.of() : status(gone.who(), ParticipantStatus.DISCONNECTED, 0, nowMs);
    }

    private List<RoomEvent> transport(RoomCommand.Transport transport, long nowMs) {
        return status(transport.who(), transport.status(), transport.proofAgoMs(), nowMs);
    }

    private List<RoomEvent> status(
            ParticipantId who, ParticipantStatus status, long agoMs, long nowMs) {
        Participant participant = state.participant(who);
        if (participant == null || participant.status() == status) {
            return List.of();
        }
        long sinceMs = nowMs - Math.max(0, agoMs);
        return List.of(log(new RoomFact.Transported(who, status, sinceMs), null, nowMs));
    }

    private RoomEvent log(RoomFact fact, RoomEvent.@Nullable Origin origin, long nowMs) {
        var event =
                new RoomEvent.Logged(
                        state.seq() + 1, Math.max(nowMs, state.wallMs()), origin, fact);
        state.apply(event);
        return event;
    }
}
