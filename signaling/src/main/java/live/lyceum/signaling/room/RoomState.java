package live.lyceum.signaling.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.Snapshot;
import live.lyceum.signaling.protocol.Timer;
import org.jspecify.annotations.Nullable;

/// A room as of one row of its log: a fold over the rows and nothing else, so a replayed log is the
/// room that was. Owned by whoever folds.
public final class RoomState {
    /// Seats that were left are forgotten beyond this, the ones left first first.
    static final int MAX_SEATS_KEPT = 256;

    private final SessionPlan plan;
    private final String epoch;
    private final SequencedMap<ParticipantId, Seat> seats = new LinkedHashMap<>();
    private long seq;
    private long wallMs;

    private RoomState(SessionPlan plan, String epoch) {
        this.plan = plan;
        this.epoch = epoch;
    }

    /// The state after the first row, which has to be [RoomFact.Opened].
    ///
    /// @throws IllegalArgumentException if it is another
    public static RoomState of(RoomEvent.Logged first) {
        if (!(first.fact() instanceof RoomFact.Opened(SessionPlan plan, String epoch))) {
            throw new IllegalArgumentException("a log begins with the room's opening");
        }
        var state = new RoomState(plan, epoch);
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
        var copy = new RoomState(plan, epoch);
        copy.seats.putAll(seats);
        copy.seq = seq;
        copy.wallMs = wallMs;
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
        RoomEvent.Origin origin = event.origin();
        if (origin != null) {
            var outcome = new Seat.Done(origin.digest(), seq);
            seats.computeIfPresent(origin.who(), (who, seat) -> seat.with(origin.op(), outcome));
        }
    }

    private void fold(RoomFact fact) {
        switch (fact) {
            case RoomFact.Opened opened ->
                    throw new IllegalArgumentException("a log begins only once");
            case RoomFact.Joined joined -> join(joined.participant(), joined.holder());
            case RoomFact.Rejoined again ->
                    seats.computeIfPresent(
                            again.who(),
                            (who, seat) ->
                                    seat.takenBy(
                                            again.holder(),
                                            seat.participant()
                                                    .with(again.media())
                                                    .with(again.status())));
            case RoomFact.Left left -> leave(left.who());
            case RoomFact.MediaSet set ->
                    seats.computeIfPresent(
                            set.who(),
                            (who, seat) -> seat.with(seat.participant().with(set.media())));
            case RoomFact.Transported transported ->
                    seats.computeIfPresent(
                            transported.who(),
                            (who, seat) ->
                                    seat.with(seat.participant().with(transported.status())));
        }
    }

    private void join(Participant participant, String holder) {
        Seat before = seats.get(participant.id());
        if (before == null || !before.joined()) {
            seats.remove(participant.id());
        }
        seats.put(
                participant.id(),
                before == null
                        ? Seat.of(participant, holder)
                        : before.takenBy(holder, participant));
    }

    private void leave(ParticipantId who) {
        Seat seat = seats.remove(who);
        if (seat != null) {
            seats.put(who, seat.left());
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

    public SessionPlan plan() {
        return plan;
    }

    long wallMs() {
        return wallMs;
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

    /// What somebody needs to see who has seen no event up to [#seq].
    public Snapshot snapshot() {
        var timer = new Timer(Timer.State.WAITING, 0, plan.plannedMs());
        return new Snapshot(plan, SessionState.SCHEDULED, participants(), plan.topics(), timer);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoomState that
                && seq == that.seq
                && wallMs == that.wallMs
                && epoch.equals(that.epoch)
                && plan.equals(that.plan)
                && List.copyOf(seats.values()).equals(List.copyOf(that.seats.values()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(epoch, seq);
    }
}
