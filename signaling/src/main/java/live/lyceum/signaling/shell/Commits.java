package live.lyceum.signaling.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.room.Notices;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.room.RoomState;
import live.lyceum.signaling.store.EventStore;
import org.jspecify.annotations.Nullable;

/// The way of a room's rows into the store. One append is under way at a time; what happens
/// meanwhile goes with the next, so a slow store makes larger commits instead of a longer queue.
/// Owned by the room's mailbox.
final class Commits {
    /// Beyond this many rows that are not durable the room takes no requests.
    static final int MAX_BEHIND = 1_000;

    /// What the room does about it, on its own turn.
    interface Listener {
        /// The row is durable; [Commits#durable] has it already.
        void committed(RoomEvent.Logged event);

        /// All rows of one commit were told.
        void settled();

        /// The store failed: nobody may be told of what is not durable.
        void failed(Throwable error);
    }

    private record Waiting(long seq, long order, Runnable action, Runnable lost) {}

    private final RoomId room;
    private final EventStore store;
    private final RoomMailbox mailbox;
    private final Listener listener;
    private final RoomState ahead;
    private final RoomState durable;
    private final Deque<RoomEvent.Logged> behind = new ArrayDeque<>();
    private final Queue<Waiting> waiting =
            new PriorityQueue<>((a, b) ->
                    a.seq() != b.seq()
                            ? Long.compare(a.seq(), b.seq())
                            : Long.compare(a.order(), b.order()));
    private int underWay;
    private long order;
    private boolean failed;

    /// As it stands in the list, once this wrote it there.
    private @Nullable SessionRecord listed;

    Commits(
            RoomId room,
            EventStore store,
            RoomMailbox mailbox,
            Listener listener,
            RoomState ahead,
            RoomState durable) {
        this.room = room;
        this.store = store;
        this.mailbox = mailbox;
        this.listener = listener;
        this.ahead = ahead;
        this.durable = durable;
    }

    /// The room as far as it is durable: what may be shown.
    RoomState durable() {
        return durable;
    }

    /// Takes the rows among these; false if there is none.
    boolean addAll(List<RoomEvent> events) {
        int before = behind.size();
        for (RoomEvent event : events) {
            if (event instanceof RoomEvent.Logged logged) {
                behind.add(logged);
            }
        }
        return behind.size() > before;
    }

    boolean tooFarBehind() {
        return behind.size() > MAX_BEHIND;
    }

    boolean settled() {
        return behind.isEmpty();
    }

    /// Does something once the row `seq` is durable, at once if it is; nothing if that fails.
    void after(long seq, Runnable action) {
        after(seq, action, () -> {});
    }

    /// @param lost done instead when the store fails
    void after(long seq, Runnable action, Runnable lost) {
        if (seq <= durable.seq()) {
            action.run();
        } else if (failed) {
            lost.run();
        } else {
            waiting.add(new Waiting(seq, order++, action, lost));
        }
    }

    /// Nothing that is not durable yet will be.
    void giveUp() {
        failed = true;
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.lost.run());
    }

    /// Whether nothing is written any more.
    boolean givenUp() {
        return failed;
    }

    /// Who is known to be gone by rows that are not durable, and since when.
    List<RoomFact.Silence> silences() {
        var silences = new LinkedHashMap<ParticipantId, RoomFact.Silence>();
        for (RoomEvent.Logged row : behind) {
            switch (row.fact()) {
                case RoomFact.Transported now when now.status() == ParticipantStatus.ACTIVE ->
                        silences.remove(now.who());
                case RoomFact.Transported gone ->
                        silences.put(gone.who(), new RoomFact.Silence(gone.who(), gone.sinceMs()));
                case RoomFact.Left left ->
                        silences.put(left.who(), new RoomFact.Silence(left.who(), row.wallMs()));
                case RoomFact.Removed removed ->
                        silences.put(
                                removed.who(), new RoomFact.Silence(removed.who(), row.wallMs()));
                case RoomFact.Opened _,
                        RoomFact.PlanChanged _,
                        RoomFact.Joined _,
                        RoomFact.Rejoined _,
                        RoomFact.MediaSet _,
                        RoomFact.Said _,
                        RoomFact.HandSet _,
                        RoomFact.TopicsSet _,
                        RoomFact.Muted _,
                        RoomFact.TimerSet _,
                        RoomFact.TimeWarned _,
                        RoomFact.RecordingStarted _,
                        RoomFact.RecordingStopped _,
                        RoomFact.LocalRecordingSet _,
                        RoomFact.Transcribed _,
                        RoomFact.Ended _ -> {}
            }
        }
        return List.copyOf(silences.values());
    }

    /// What may leave the server of this person: what the durable state and every row after it let
    /// through. So closing counts at once, and opening when it is durable.
    MediaIntent allowed(ParticipantId who) {
        MediaIntent allowed = durable.media(who);
        for (RoomEvent.Logged event : behind) {
            MediaIntent media = media(event.fact(), who);
            if (media != null) {
                allowed = allowed.and(media);
            }
        }
        return allowed;
    }

    private static @Nullable MediaIntent media(RoomFact fact, ParticipantId who) {
        return switch (fact) {
            case RoomFact.Joined joined ->
                    joined.participant().id().equals(who) ? joined.participant().media() : null;
            case RoomFact.Rejoined again -> again.who().equals(who) ? again.media() : null;
            case RoomFact.MediaSet set -> set.who().equals(who) ? set.media() : null;
            case RoomFact.Muted muted -> muted.who().equals(who) ? muted.media() : null;
            case RoomFact.Left left -> left.who().equals(who) ? MediaIntent.NOTHING : null;
            case RoomFact.Removed removed -> removed.who().equals(who) ? MediaIntent.NOTHING : null;
            case RoomFact.Ended _ -> MediaIntent.NOTHING;
            case RoomFact.Opened _,
                    RoomFact.PlanChanged _,
                    RoomFact.Transported _,
                    RoomFact.Said _,
                    RoomFact.HandSet _,
                    RoomFact.TopicsSet _,
                    RoomFact.TimerSet _,
                    RoomFact.TimeWarned _,
                    RoomFact.RecordingStarted _,
                    RoomFact.RecordingStopped _,
                    RoomFact.LocalRecordingSet _,
                    RoomFact.Transcribed _ ->
                    null;
        };
    }

    /// Starts an append if there is something and none is under way.
    void flush() {
        if (underWay > 0 || behind.isEmpty() || failed) {
            return;
        }
        List<RoomEvent.Logged> rows = List.copyOf(behind);
        underWay = rows.size();
        // All rows so far are among these or durable.
        SessionRecord now = ahead.record();
        boolean asListed = now.equals(listed);
        listed = now;
        store.append(room, rows, asListed ? null : now, Notices.of(durable, rows, ahead))
                .whenComplete((done, error) -> mailbox.signal(() -> appended(error)));
    }

    private void appended(@Nullable Throwable error) {
        if (failed) {
            return;
        }
        if (error != null) {
            listener.failed(error);
            return;
        }
        for (; underWay > 0; underWay--) {
            RoomEvent.Logged event = behind.removeFirst();
            durable.apply(event);
            listener.committed(event);
        }
        for (Runnable action : due()) {
            action.run();
        }
        listener.settled();
    }

    private List<Runnable> due() {
        var actions = new ArrayList<Runnable>();
        while (!waiting.isEmpty() && waiting.element().seq() <= durable.seq()) {
            actions.add(waiting.remove().action());
        }
        return actions;
    }
}
