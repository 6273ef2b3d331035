package live.lyceum.signaling.shell;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// Numbers the transports of each seat. A page counts its generations from 1, and a reloaded page
/// or another tab starts over; the media plane sees one count that only grows. Owned by the room's
/// mailbox.
final class Transports {
    static final int STALE = -1;
    private static final int MAX_KEPT = 4;

    /// What a page calls one of its transports.
    record Named(String page, int generation) {}

    private static final class Counted {
        private final SequencedMap<Integer, Named> names = new LinkedHashMap<>();
        private int last;
        private int oldestThatCounts;
    }

    private final Map<ParticipantId, Counted> seats = new HashMap<>();

    /// The media plane's number for this offer, or [#STALE] if the page's is an old one, or
    /// restarts what does not exist.
    int number(ParticipantId who, Named named, boolean restart) {
        var seat = seats.computeIfAbsent(who, id -> new Counted());
        Named latest = seat.names.get(seat.last);
        boolean samePage = latest != null && latest.page().equals(named.page());
        if (samePage && latest != null && named.generation() <= latest.generation()) {
            return named.generation() == latest.generation() ? seat.last : STALE;
        }
        if (restart) {
            return STALE;
        }
        seat.last++;
        seat.names.put(seat.last, named);
        if (seat.names.size() > MAX_KEPT) {
            seat.names.pollFirstEntry();
        }
        return seat.last;
    }

    /// The transport was answered: from here on news of older ones mean nothing. True when it is a
    /// new one.
    boolean answered(ParticipantId who, int number) {
        var seat = seats.computeIfAbsent(who, id -> new Counted());
        boolean isNew = number > seat.oldestThatCounts;
        seat.oldestThatCounts = Math.max(seat.oldestThatCounts, number);
        return isNew;
    }

    /// Whether news of this transport still mean something.
    boolean counts(ParticipantId who, int number) {
        var seat = seats.get(who);
        return seat != null && number >= seat.oldestThatCounts && number <= seat.last;
    }

    /// Whether this is the last that was numbered, and the seat was not left since.
    boolean isNewest(ParticipantId who, int number) {
        var seat = seats.get(who);
        return seat != null && number == seat.last && number >= seat.oldestThatCounts;
    }

    /// Who calls it what, or null for one that is long gone.
    @Nullable Named name(ParticipantId who, int number) {
        var seat = seats.get(who);
        return seat == null ? null : seat.names.get(number);
    }

    /// The seat has no transport any more; its count goes on.
    void forget(ParticipantId who) {
        var seat = seats.get(who);
        if (seat != null) {
            seat.names.clear();
            seat.oldestThatCounts = seat.last + 1;
        }
    }
}
