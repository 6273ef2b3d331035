package live.lyceum.recorder.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import org.jspecify.annotations.Nullable;

/// What became of the speech of rooms while it was spoken: how much of it was heard, and of what
/// nothing came. Of rooms that were begun here; of others nothing is noted. Safe to call from any
/// thread; nothing here blocks.
public final class SpeechLedger {
    /// Of what is missed until nothing is heard any more.
    public static final long END = Long.MAX_VALUE;

    /// Of one room; when there are more, all are one from the first to the last.
    static final int MAX_MISSED = 1_000;

    /// What is closer is one.
    private static final long CLOSE_MS = 2_000;

    /// A time of which there is no text. Times are epoch milliseconds.
    ///
    /// @param who null: anybody
    /// @param toMs or [#END]
    record Missed(@Nullable ParticipantId who, long fromMs, long toMs) {
        /// Of all that is kept it is not known what came of it.
        static final Missed ALL = new Missed(null, 0, END);

        private boolean touches(Missed other) {
            return Objects.equals(who, other.who)
                    && (toMs == END || other.fromMs - toMs <= CLOSE_MS)
                    && (other.toMs == END || fromMs - other.toMs <= CLOSE_MS);
        }

        private Missed with(Missed other) {
            return new Missed(who, Math.min(fromMs, other.fromMs), Math.max(toMs, other.toMs));
        }
    }

    /// What is noted of a room.
    ///
    /// @param heardMs of speech that was heard, in milliseconds
    record Account(long heardMs, List<Missed> missed) {
        static final Account NOTHING = new Account(0, List.of());

        Account {
            missed = List.copyOf(missed);
        }

        private Account and(Missed more) {
            var all = new ArrayList<Missed>();
            Missed one = more;
            for (Missed each : missed) {
                if (each.touches(one)) {
                    one = one.with(each);
                } else {
                    all.add(each);
                }
            }
            all.add(one);
            if (all.size() <= MAX_MISSED) {
                return new Account(heardMs, all);
            }
            Missed whole = new Missed(null, one.fromMs, one.toMs);
            for (Missed each : all) {
                whole = whole.with(each);
            }
            return new Account(heardMs, List.of(whole));
        }

        private Account heard(long ms) {
            return new Account(heardMs + ms, missed);
        }
    }

    private final Map<RoomId, Account> rooms = new ConcurrentHashMap<>();

    /// From here on it is noted what becomes of a room, if it is not yet.
    void begin(RoomId room) {
        rooms.putIfAbsent(room, Account.NOTHING);
    }

    /// Nothing came of what was said then, in epoch milliseconds.
    ///
    /// @param who null: anybody
    /// @param toMs or [#END]
    void missed(RoomId room, @Nullable ParticipantId who, long fromMs, long toMs) {
        rooms.computeIfPresent(room, (_, all) -> all.and(new Missed(who, fromMs, toMs)));
    }

    /// So many milliseconds more were heard.
    void heard(RoomId room, long ms) {
        rooms.computeIfPresent(room, (_, all) -> all.heard(ms));
    }

    /// What was noted since it was begun, or taken last.
    Account take(RoomId room) {
        return Objects.requireNonNullElse(rooms.replace(room, Account.NOTHING), Account.NOTHING);
    }

    /// From here on nothing is noted of a room.
    void end(RoomId room) {
        rooms.remove(room);
    }
}
