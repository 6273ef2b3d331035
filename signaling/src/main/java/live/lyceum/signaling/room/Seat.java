package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Timer.Side;
import org.jspecify.annotations.Nullable;

/// One person's place in a room: who they are, which page speaks for them, what they asked for
/// last. Kept after they left, for a late repetition of an operation finds its answer here.
///
/// @param displaced pages that another one took the seat from, the latest last
/// @param done the latest operations with their rows, the latest last
record Seat(
        Participant participant,
        boolean joined,
        String holder,
        List<String> displaced,
        SequencedMap<OperationId, Done> done) {
    private static final int MAX_DISPLACED = 8;
    private static final int MAX_DONE = 64;

    /// An operation that was carried out as the row `seq`.
    record Done(String digest, long seq) {}

    static Seat of(Participant participant, String holder) {
        return new Seat(participant, true, holder, List.of(), new LinkedHashMap<>());
    }

    /// Whether their media transport lives.
    boolean active() {
        return joined && participant.status() == ParticipantStatus.ACTIVE;
    }

    /// Whose presence theirs counts as, or null for nobody's.
    @Nullable Side side() {
        return switch (participant.role()) {
            case MENTOR -> Side.MENTOR;
            case LEARNER -> Side.LEARNER;
            case OBSERVER -> null;
        };
    }

    boolean heldBy(String page) {
        return joined && holder.equals(page);
    }

    Seat with(Participant changed) {
        return new Seat(changed, joined, holder, displaced, done);
    }

    Seat left() {
        return new Seat(participant, false, holder, displaced, done);
    }

    /// Takes the seat, out of the hands of another page if that one has it.
    Seat takenBy(String page, Participant changed) {
        List<String> pages = new ArrayList<>(displaced);
        pages.remove(page);
        if (joined && !holder.equals(page)) {
            pages.add(holder);
        }
        int tooMany = Math.max(0, pages.size() - MAX_DISPLACED);
        return new Seat(
                changed, true, page, List.copyOf(pages.subList(tooMany, pages.size())), done);
    }

    Seat with(OperationId op, Done outcome) {
        var ops = new LinkedHashMap<>(done);
        ops.put(op, outcome);
        if (ops.size() > MAX_DONE) {
            ops.pollFirstEntry();
        }
        return new Seat(participant, joined, holder, displaced, ops);
    }
}
