package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionEnd;
import org.jspecify.annotations.Nullable;

/// The rules of a room: a command and the time go in, events come out. Owned by its mailbox.
public final class Room {
    /// How many mentors and learners may be in a room at a time.
    public static final int MAX_SENDERS = 8;

    /// How many people may be in a room at a time.
    public static final int MAX_SEATS = 58;

    /// A log that is so long ends its session: rows that come after the end have to fit too.
    public static final long MAX_ROWS = 99_000;

    private final RoomState state;
    private final LessonRules lesson;
    private final LessonTime time;
    private final RecordingRules recording;
    private final TranscriptRules transcript;
    private final Unchanged unchanged = new Unchanged();

    /// Goes on from `state`, which from here on only this room changes.
    public Room(RoomState state) {
        this.state = state;
        time = new LessonTime(state, this::log);
        recording = new RecordingRules(state, this::log);
        transcript = new TranscriptRules(state, this::log);
        lesson = new LessonRules(state, time, recording, this::log);
    }

    /// The state after all events so far, durable or not.
    public RoomState state() {
        return state;
    }

    /// Carries a command out. The rows among the events are in the state already.
    ///
    /// @param nowMs epoch milliseconds by a clock that never goes back; a row is never dated before
    ///   the one before it
    /// @return for an operation its own event, and the rows that follow from it; for others the
    ///   rows, none if nothing changed
    public List<RoomEvent> apply(RoomCommand command, long nowMs) {
        long wallMs = Math.max(Math.max(nowMs, state.wallMs()), earliest(command));
        List<RoomEvent> events = new ArrayList<>();
        switch (command) {
            case RoomCommand.Operation operation -> events.add(once(operation, wallMs));
            case RoomCommand.Directed directed -> events.add(lesson.apply(directed, wallMs));
            case RoomCommand.Gone gone -> events.addAll(gone(gone, wallMs));
            case RoomCommand.Transport transport -> events.addAll(transport(transport, wallMs));
            case RoomCommand.Restarted restarted -> events.addAll(restarted(restarted, wallMs));
            case RoomCommand.RecordingBroke broke -> events.addAll(recording.broke(broke, wallMs));
            case RoomCommand.Transcribed said ->
                    events.addAll(transcript.said(said.line(), wallMs));
            case RoomCommand.Time time -> events.addAll(this.time.due(time.proofs(), wallMs));
        }
        events.addAll(time.follow(wallMs));
        events.addAll(recording.follow(wallMs));
        if (state.seq() >= MAX_ROWS && !state.over()) {
            var full = time.ended(SessionEnd.Reason.FULL, Proofs.NONE, wallMs);
            events.add(log(full, null, wallMs));
        }
        return List.copyOf(events);
    }

    /// When the room wants to be told of the time though nothing happened; `Long.MAX_VALUE`: never.
    public long nextDeadlineMs() {
        return time.nextDeadlineMs();
    }

    /// Whether nothing will happen that nobody brings about: nobody came yet, or it is over.
    public boolean dormant() {
        return state.over() || !time.begun();
    }

    private RoomEvent once(RoomCommand.Operation command, long nowMs) {
        Seat seat = state.seat(command.who());
        String digest = Digest.of(command);
        Seat.Done done = seat == null ? null : seat.done().get(command.op());
        if (done == null) {
            done = unchanged.get(command.who(), command.op());
        }
        if (done != null) {
            return done.digest().equals(digest)
                    ? new RoomEvent.Repeated(done.seq())
                    : new RoomEvent.Refused(
                            ErrorCode.OP_REUSED, "This op was used with another body");
        }
        if (state.over()) {
            return new RoomEvent.Refused(ErrorCode.ENDED, "The session is over");
        }
        var origin = new RoomEvent.Origin(command.who(), command.op(), digest);
        RoomEvent event =
                switch (command) {
                    case RoomCommand.Join join -> join(join, seat, origin, nowMs);
                    case RoomCommand.Seated seated ->
                            seat != null && seat.heldBy(seated.holder())
                                    ? seated(seated, seat.participant(), origin, nowMs)
                                    : notJoined();
                };
        if (event instanceof RoomEvent.Repeated(long seq)) {
            unchanged.add(command.who(), command.op(), new Seat.Done(digest, seq));
        }
        return event;
    }

    private RoomEvent seated(
            RoomCommand.Seated command, Participant me, RoomEvent.Origin origin, long nowMs) {
        return switch (command) {
            case RoomCommand.Leave leave -> log(new RoomFact.Left(leave.who()), origin, nowMs);
            case RoomCommand.SetMedia set -> setMedia(set, me.role(), origin, nowMs);
            case RoomCommand.Talk talk -> lesson.apply(talk, me, origin, nowMs);
        };
    }

    private static RoomEvent notJoined() {
        return new RoomEvent.Refused(ErrorCode.NOT_JOINED, "Join first");
    }

    private RoomEvent join(
            RoomCommand.Join join, @Nullable Seat seat, RoomEvent.Origin origin, long nowMs) {
        if (state.wasRemoved(join.who())) {
            return new RoomEvent.Refused(ErrorCode.FORBIDDEN, "A mentor removed you");
        }
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

    /// All transports ended with the process, at the last moment at which it was known to live.
    private List<RoomEvent> restarted(RoomCommand.Restarted restarted, long nowMs) {
        List<RoomEvent> events = new ArrayList<>();
        long endedMs = Math.min(nowMs, Math.max(restarted.aliveMs(), state.wallMs()));
        for (Participant each : state.participants()) {
            long sinceMs = endedMs;
            for (RoomFact.Silence silence : restarted.silences()) {
                if (silence.who().equals(each.id())) {
                    sinceMs = Math.min(sinceMs, silence.sinceMs());
                }
            }
            events.addAll(
                    status(each.id(), ParticipantStatus.DISCONNECTED, nowMs - sinceMs, nowMs));
        }
        return events;
    }

    /// The clock may be behind after a restart, but not before what is known to have been.
    private static long earliest(RoomCommand command) {
        return command instanceof RoomCommand.Restarted restarted ? restarted.aliveMs() : 0;
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
        if (participant == null || participant.status() == status || state.over()) {
            return List.of();
        }
        long sinceMs = nowMs - Math.max(0, agoMs);
        return List.of(log(new RoomFact.Transported(who, status, sinceMs), null, nowMs));
    }

    private RoomEvent.Logged log(RoomFact fact, RoomEvent.@Nullable Origin origin, long nowMs) {
        var event = new RoomEvent.Logged(state.seq() + 1, nowMs, origin, fact);
        state.apply(event);
        return event;
    }
}
