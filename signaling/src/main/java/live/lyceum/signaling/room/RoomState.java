package live.lyceum.signaling.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.Seated;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.Snapshot;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// A room as of one row of its log: a fold over the rows and nothing else, so a replayed log is the
/// room that was. Owned by whoever folds.
public final class RoomState {
    /// Seats that were left are forgotten beyond this, the ones left first first.
    static final int MAX_SEATS_KEPT = 256;

    /// From this row on, or with so many characters of titles and chat, a log has place only for
    /// who comes, goes, mutes and ends, and for few of these: [Room#MAX_ROWS] rows end the session.
    public static final long CROWDED_ROWS = 80_000;

    static final long CROWDED_CHARACTERS = 8_000_000;

    /// What an id and the names of fields take.
    private static final int EACH_TOPIC = 50;

    private SessionPlan plan;
    private final String epoch;
    private final SequencedMap<ParticipantId, Seat> seats = new LinkedHashMap<>();
    private final LessonState lesson;
    private final long openedMs;
    private long seq;
    private long wallMs;
    private long characters;

    private RoomState(SessionPlan plan, String epoch, LessonState lesson, long openedMs) {
        this.plan = plan;
        this.epoch = epoch;
        this.lesson = lesson;
        this.openedMs = openedMs;
    }

    /// The state after the first row, which has to be [RoomFact.Opened].
    ///
    /// @throws IllegalArgumentException if it is another
    public static RoomState of(RoomEvent.Logged first) {
        if (!(first.fact() instanceof RoomFact.Opened(SessionPlan plan, String epoch))) {
            throw new IllegalArgumentException("a log begins with the room's opening");
        }
        var lesson = new LessonState(plan, first.wallMs());
        var state = new RoomState(plan, epoch, lesson, first.wallMs());
        state.seq = first.seq();
        state.wallMs = first.wallMs();
        return state;
    }

    /// The state after these rows, from the first one on.
    public static RoomState replay(List<RoomEvent.Logged> log) {
        RoomState state = of(log.getFirst());
        log.stream().skip(1).forEach(state::apply);
        return state;
    }

    /// A state of its own that goes on from the same row.
    public RoomState copy() {
        var copy = new RoomState(plan, epoch, lesson.copy(), openedMs);
        copy.seats.putAll(seats);
        copy.seq = seq;
        copy.wallMs = wallMs;
        copy.characters = characters;
        return copy;
    }

    /// Folds the next row in.
    ///
    /// @throws IllegalArgumentException if it is not the next one
    public void apply(RoomEvent.Logged event) {
        if (event.seq() != seq + 1) {
            throw new IllegalArgumentException(
                    "row %d does not follow %d".formatted(event.seq(), seq));
        }
        seq = event.seq();
        wallMs = event.wallMs();
        fold(event.fact());
        characters += characters(event.fact());
        RoomEvent.Origin origin = event.origin();
        if (origin != null) {
            var outcome = new Seat.Done(origin.digest(), seq);
            seats.computeIfPresent(origin.who(), (who, seat) -> seat.with(origin.op(), outcome));
        }
    }

    private static long characters(RoomFact fact) {
        return switch (fact) {
            case RoomFact.TopicsSet set -> characters(set.topics());
            case RoomFact.PlanChanged changed ->
                    EACH_TOPIC
                            + changed.plan().title().length()
                            + characters(changed.plan().topics());
            case RoomFact.Said said -> {
                String text = said.message().text();
                yield text == null ? 0 : text.length();
            }
            case RoomFact.Transcribed said -> said.line().length();
            default -> 0;
        };
    }

    private static long characters(List<Topic> topics) {
        return topics.stream().mapToLong(each -> EACH_TOPIC + each.title().length()).sum();
    }

    /// Whether there is no place for changes that can be done without.
    public boolean crowded() {
        return seq >= CROWDED_ROWS || characters >= CROWDED_CHARACTERS;
    }

    private void fold(RoomFact fact) {
        switch (fact) {
            case RoomFact.Opened opened ->
                    throw new IllegalArgumentException("a log begins only once");
            case RoomFact.PlanChanged changed -> {
                plan = changed.plan();
                lesson.plan(plan, wallMs);
            }
            case RoomFact.Joined joined -> join(joined.participant(), joined.holder());
            case RoomFact.Rejoined again ->
                    change(
                            again.who(),
                            wallMs,
                            seat ->
                                    seat.takenBy(
                                            again.holder(),
                                            seat.participant()
                                                    .with(again.media())
                                                    .with(again.status())));
            case RoomFact.Left left -> leave(left.who());
            case RoomFact.MediaSet set -> media(set.who(), set.media());
            case RoomFact.Muted muted -> media(muted.who(), muted.media());
            case RoomFact.Transported transported ->
                    change(
                            transported.who(),
                            transported.sinceMs(),
                            seat -> seat.with(seat.participant().with(transported.status())));
            case RoomFact.Removed removed -> {
                leave(removed.who());
                lesson.removed(removed.who());
            }
            case RoomFact.Said said -> lesson.said(said.message());
            case RoomFact.HandSet set -> lesson.hand(set.who(), set.raised());
            case RoomFact.TopicsSet set -> lesson.topics(set.topics());
            case RoomFact.TimerSet set -> lesson.timer(set.timer(), wallMs);
            case RoomFact.TimeWarned warned -> lesson.warned(warned.leftMs());
            case RoomFact.RecordingStarted started -> lesson.recording().started(started, wallMs);
            case RoomFact.RecordingStopped _ -> lesson.recording().stopped();
            case RoomFact.LocalRecordingSet set -> lesson.recording().local(set.who(), set.on());
            case RoomFact.Transcribed said -> lesson.transcript().said(said.line());
            case RoomFact.Ended ended -> lesson.ended(ended, wallMs);
        }
    }

    private void media(ParticipantId who, MediaIntent media) {
        change(who, wallMs, seat -> seat.with(seat.participant().with(media)));
    }

    /// Changes a seat if there is one; what that means for the time counts from `atMs`.
    private void change(ParticipantId who, long atMs, UnaryOperator<Seat> how) {
        Seat before = seats.get(who);
        if (before != null) {
            Seat after = how.apply(before);
            seats.put(who, after);
            count(before, after, atMs);
        }
    }

    private void count(@Nullable Seat before, Seat after, long atMs) {
        ParticipantId who = after.participant().id();
        boolean was = before != null && before.active();
        boolean sameSide = before != null && before.side() == after.side();
        if (was && !(after.active() && sameSide)) {
            lesson.ledger().inactive(who, atMs);
        }
        if (after.active() && !(was && sameSide)) {
            lesson.ledger().active(who, after.side(), atMs);
        }
    }

    private void join(Participant participant, String holder) {
        lesson.arrived(wallMs);
        Seat before = seats.get(participant.id());
        if (before == null || !before.joined()) {
            seats.remove(participant.id());
        }
        Seat after =
                before == null ? Seat.of(participant, holder) : before.takenBy(holder, participant);
        seats.put(participant.id(), after);
        count(before, after, wallMs);
    }

    private void leave(ParticipantId who) {
        Seat seat = seats.remove(who);
        if (seat != null) {
            seats.put(who, seat.left());
            count(seat, seat.left(), wallMs);
            lesson.left(who);
        }
        if (seats.size() > MAX_SEATS_KEPT) {
            seats.values().stream()
                    .filter(each -> !each.joined())
                    .findFirst()
                    .ifPresent(each -> seats.remove(each.participant().id()));
        }
    }

    /// The number of the last row.
    public long seq() {
        return seq;
    }

    /// Names the log that `seq` counts in.
    public String epoch() {
        return epoch;
    }

    /// As it was laid down last.
    public SessionPlan plan() {
        return plan;
    }

    long openedMs() {
        return openedMs;
    }

    /// When the last row was written, in epoch milliseconds.
    public long wallMs() {
        return wallMs;
    }

    LessonState lesson() {
        return lesson;
    }

    /// Whether the session has ended.
    public boolean over() {
        return lesson.end() != null;
    }

    /// Whether a mentor put them out.
    public boolean wasRemoved(ParticipantId who) {
        return lesson.wasRemoved(who);
    }

    /// Everybody who is or was in the room, with how long they were active up to `nowMs`.
    public List<Seated> seated(long nowMs) {
        return seats.values().stream()
                .map(seat -> {
                    Participant who = seat.participant();
                    return new Seated(who, seat.joined(), attendanceMs(who.id(), nowMs));
                })
                .toList();
    }

    /// The topics of now.
    public List<Topic> topics() {
        return lesson.topics();
    }

    /// How it ended, or null.
    public @Nullable SessionEnd end() {
        return lesson.end();
    }

    /// That it is recorded now, or null.
    public @Nullable LiveRecording recording() {
        return lesson.recording().now();
    }

    /// How long somebody was active up to `nowMs`.
    public long attendanceMs(ParticipantId who, long nowMs) {
        return lesson.ledger().attendanceMs(who, nowMs);
    }

    /// The session as it is listed.
    public SessionRecord record() {
        SessionEnd end = lesson.end();
        return new SessionRecord(
                plan.with(lesson.topics()),
                epoch,
                sessionState(),
                lesson.timer().activeMs(),
                lesson.startedAtMs(),
                end == null ? null : Long.valueOf(end.atMs()),
                end == null ? null : end.outcome(),
                openedMs);
    }

    private SessionState sessionState() {
        return switch (lesson.timer().state()) {
            case WAITING -> SessionState.SCHEDULED;
            case RUNNING -> SessionState.LIVE;
            case PAUSED -> SessionState.PAUSED;
            case ENDED -> {
                SessionEnd end = lesson.end();
                yield end != null && end.reason() == SessionEnd.Reason.CANCELLED
                        ? SessionState.CANCELLED
                        : SessionState.ENDED;
            }
        };
    }

    @Nullable Seat seat(ParticipantId who) {
        return seats.get(who);
    }

    /// Those in the room, in the order of joining.
    public List<Participant> participants() {
        return seats.values().stream().filter(Seat::joined).map(Seat::participant).toList();
    }

    /// Somebody in the room, or null if they are not.
    public @Nullable Participant participant(ParticipantId who) {
        Seat seat = seats.get(who);
        return seat != null && seat.joined() ? seat.participant() : null;
    }

    /// A line of the transcript under the name that its speaker has here, or had last.
    public SpokenLine spoken(TranscriptLine line) {
        Seat seat = seats.get(line.who());
        return SpokenLine.of(line, seat == null ? line.who().value() : seat.participant().name());
    }

    /// What may leave the server of this person; nothing of somebody who is not in the room.
    public MediaIntent media(ParticipantId who) {
        Participant participant = participant(who);
        return participant == null ? MediaIntent.NOTHING : participant.media();
    }

    /// Whether this page speaks for the seat.
    public boolean heldBy(ParticipantId who, String page) {
        Seat seat = seats.get(who);
        return seat != null && seat.heldBy(page);
    }

    /// Whether another page took the seat from this one.
    public boolean displaced(ParticipantId who, String page) {
        Seat seat = seats.get(who);
        return seat != null && seat.displaced().contains(page);
    }

    /// Whether a row carries this operation out.
    public boolean done(ParticipantId who, OperationId op) {
        Seat seat = seats.get(who);
        return seat != null && seat.done().containsKey(op);
    }

    /// What somebody needs to see at `nowMs` who has seen no event up to [#seq]. How it is with the
    /// transcript no row tells.
    public Snapshot snapshot(long nowMs) {
        return new Snapshot(
                plan,
                sessionState(),
                participants(),
                lesson.topics(),
                lesson.hands(),
                lesson.chat(),
                timer(nowMs),
                lesson.recording().now(),
                lesson.recording().local(),
                new Snapshot.Transcript(Transcriber.State.OFF, lesson.transcript().lines()),
                lesson.end());
    }

    /// The joint active time at `nowMs`, as far as these rows tell.
    public Timer timer(long nowMs) {
        boolean runs = lesson.timer().state() == Timer.State.RUNNING;
        return runs ? lesson.timer(Math.max(nowMs, wallMs)) : lesson.timer();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoomState that
                && seq == that.seq
                && wallMs == that.wallMs
                && characters == that.characters
                && epoch.equals(that.epoch)
                && plan.equals(that.plan)
                && List.copyOf(seats.values()).equals(List.copyOf(that.seats.values()))
                && lesson.equals(that.lesson);
    }

    @Override
    public int hashCode() {
        return Objects.hash(epoch, seq);
    }
}
