package live.lyceum.signaling.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
        /// Of the transports that live, lived lately, or are being asked for.
        private final NavigableMap<Integer, Named> names = new TreeMap<>();

        private int last;
        private int oldestThatCounts;

        /// What lives, and what is being asked for, is never forgotten here.
        private void forgetOld() {
            while (names.size() > MAX_KEPT && names.firstKey() < oldestThatCounts) {
                names.pollFirstEntry();
            }
        }
    }

    private final Map<ParticipantId, Counted> seats = new HashMap<>();

    /// The media plane's number for this offer, or [#STALE] if the page's is an old one, or
    /// restarts what does not exist.
    int number(ParticipantId who, Named named, boolean restart) {
        var seat = seats.computeIfAbsent(who, id -> new Counted());
        var latest = seat.names.lastEntry();
        if (latest != null && latest.getValue().page().equals(named.page())) {
            int generation = latest.getValue().generation();
            if (named.generation() <= generation) {
                return named.generation() == generation ? latest.getKey() : STALE;
            }
        }
        if (restart) {
            return STALE;
        }
        seat.last++;
        seat.names.put(seat.last, named);
        seat.forgetOld();
        return seat.last;
    }

    /// The transport was answered: from here on news of older ones mean nothing. True when it is a
    /// new one.
    boolean answered(ParticipantId who, int number, Named named) {
        var seat = seats.computeIfAbsent(who, id -> new Counted());
        boolean isNew = number > seat.oldestThatCounts;
        if (number >= seat.oldestThatCounts) {
            seat.oldestThatCounts = number;
            // Another offer of it may have been refused meanwhile.
            seat.names.put(number, named);
            seat.forgetOld();
        }
        return isNew;
    }

    /// An offer was refused: a transport that was never answered is as if it had not been asked
    /// for, and the one before it is the seat's again.
    void refused(ParticipantId who, int number) {
        var seat = seats.get(who);
        if (seat != null && number > seat.oldestThatCounts) {
            seat.names.remove(number);
        }
    }

    /// Whether news of this transport still mean something.
    boolean counts(ParticipantId who, int number) {
        var seat = seats.get(who);
        return seat != null && number >= seat.oldestThatCounts && number <= seat.last;
    }

    /// Whether this is the last of those that were not refused, and the seat was not left since.
    boolean isNewest(ParticipantId who, int number) {
        var seat = seats.get(who);
        return seat != null
                && !seat.names.isEmpty()
                && seat.names.lastKey() == number
                && number >= seat.oldestThatCounts;
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
