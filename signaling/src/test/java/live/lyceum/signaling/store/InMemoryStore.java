package live.lyceum.signaling.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;
import org.jspecify.annotations.Nullable;

/// What rooms and sessions need of a store, without a disk and answering at once.
public final class InMemoryStore
        implements EventStore, SessionStore, SeatStore, FeedbackStore, ChainStore {
    private static final class Entry {
        private SessionRecord session;
        private final List<RoomEvent.Logged> log = new ArrayList<>();
        private final List<ChainedRow> chain = new ArrayList<>();
        private final Map<ParticipantId, SessionSeat> seats = new HashMap<>();
        private final NavigableMap<String, Feedback> feedback = new TreeMap<>();

        private Entry(SessionRecord session, RoomEvent.Logged opened) {
            this.session = session;
            add(opened);
        }

        private void add(RoomEvent.Logged row) {
            log.add(row);
            chain.add(
                    ChainedRow.of(
                            row,
                            chain.isEmpty() ? ChainedRow.BEFORE_FIRST : chain.getLast().hash()));
        }

        private void erase(Class<? extends RoomFact> kind) {
            for (int i = 0; i < log.size(); i++) {
                if (kind.isInstance(log.get(i).fact())) {
                    ChainedRow row = chain.get(i);
                    chain.set(i, new ChainedRow(row.json(), row.hash(), null));
                    log.set(i, chain.get(i).event());
                }
            }
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Notice> notices = new ArrayList<>();
    private final SequencedMap<RoomId, Entry> entries = new LinkedHashMap<>();

    /// What webhooks were to be told so far, in order.
    public List<Notice> notices() {
        lock.lock();
        try {
            return List.copyOf(notices);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> create(SessionRecord session, RoomEvent.Logged opened) {
        lock.lock();
        try {
            RoomId id = session.plan().id();
            if (entries.containsKey(id)) {
                return failed(StoreException.Reason.CONFLICT, "there is such a session already");
            }
            entries.put(id, new Entry(session, opened));
            return done();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> update(SessionRecord session) {
        lock.lock();
        try {
            Entry entry = entries.get(session.plan().id());
            if (entry != null) {
                entry.session = session;
                if (session.state().over() && !session.plan().saving().chat()) {
                    entry.erase(RoomFact.Said.class);
                }
                if (session.state().over() && !session.plan().saving().transcript()) {
                    entry.erase(RoomFact.Transcribed.class);
                }
            }
            return done();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Optional<SessionRecord>> get(RoomId id) {
        lock.lock();
        try {
            return CompletableFuture.completedStage(
                    Optional.ofNullable(entries.get(id)).map(each -> each.session));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<List<SessionRecord>> list(
            TenantId tenant, @Nullable RoomId after, int limit) {
        lock.lock();
        try {
            boolean known = after == null || entries.containsKey(after);
            return CompletableFuture.completedStage(
                    !known
                            ? List.of()
                            : entries.entrySet().stream()
                                    .dropWhile(
                                            each -> after != null && !each.getKey().equals(after))
                                    .skip(after == null ? 0 : 1)
                                    .limit(limit)
                                    .map(each -> each.getValue().session)
                                    .toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<List<RoomId>> unfinished() {
        lock.lock();
        try {
            return CompletableFuture.completedStage(
                    entries.entrySet().stream()
                            .filter(each -> !each.getValue().session.state().over())
                            .filter(each -> each.getValue().log.size() > 1)
                            .map(Map.Entry::getKey)
                            .toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> seat(RoomId room, List<SessionSeat> seats) {
        lock.lock();
        try {
            Entry entry = entries.get(room);
            if (entry == null) {
                return failed(StoreException.Reason.CONFLICT, "there is no such session");
            }
            seats.forEach(each -> entry.seats.put(each.who(), each));
            return done();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Boolean> isPutOut(RoomId room, ParticipantId who) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<SeatedSession>> sessionOf(ParticipantId who, RoomId room) {
        lock.lock();
        try {
            return CompletableFuture.completedStage(
                    Optional.ofNullable(entries.get(room)).map(each -> seated(each, who)));
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable SeatedSession seated(Entry entry, ParticipantId who) {
        SessionSeat seat = entry.seats.get(who);
        return seat == null ? null : new SeatedSession(entry.session, seat.role());
    }

    @Override
    public CompletionStage<List<SeatedSession>> sessionsOf(
            TenantId tenant, ParticipantId who, @Nullable RoomId before, int limit) {
        lock.lock();
        try {
            boolean known = before == null || entries.containsKey(before);
            return CompletableFuture.completedStage(
                    !known
                            ? List.of()
                            : entries.reversed().entrySet().stream()
                                    .dropWhile(
                                            each -> before != null && !each.getKey().equals(before))
                                    .skip(before == null ? 0 : 1)
                                    .map(each -> seated(each.getValue(), who))
                                    .filter(Objects::nonNull)
                                    .limit(limit)
                                    .toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> put(RoomId room, Feedback feedback) {
        lock.lock();
        try {
            Entry entry = entries.get(room);
            if (entry == null) {
                return failed(StoreException.Reason.CONFLICT, "there is no such session");
            }
            entry.feedback.put(feedback.who().value(), feedback);
            notices.add(Notice.of(room, feedback));
            return done();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<List<Feedback>> feedback(
            RoomId room, @Nullable ParticipantId after, int limit) {
        lock.lock();
        try {
            Entry entry = entries.get(room);
            String from = after == null ? "" : after.value();
            return CompletableFuture.completedStage(
                    entry == null
                            ? List.of()
                            : entry.feedback.tailMap(from, false).values().stream()
                                    .limit(limit)
                                    .map(each -> named(each, entry.seats.get(each.who())))
                                    .toList());
        } finally {
            lock.unlock();
        }
    }

    private static Feedback named(Feedback feedback, @Nullable SessionSeat seat) {
        return new Feedback(
                feedback.who(),
                seat == null ? null : seat.name(),
                feedback.review(),
                feedback.atMs());
    }

    @Override
    public CompletionStage<List<RoomId>> overdue(long nowMs, int limit) {
        lock.lock();
        try {
            return CompletableFuture.completedStage(
                    entries.values().stream()
                            .map(each -> each.session)
                            .filter(each -> each.state() == SessionState.SCHEDULED)
                            .filter(each -> each.emptyUntilMs() <= nowMs)
                            .map(each -> each.plan().id())
                            .limit(limit)
                            .toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> append(
            RoomId room,
            List<RoomEvent.Logged> events,
            @Nullable SessionRecord session,
            List<Notice> told) {
        lock.lock();
        try {
            Entry entry = entries.get(room);
            if (entry == null) {
                return failed(StoreException.Reason.CONFLICT, "there is no such log");
            }
            if (events.getFirst().seq() != entry.log.getLast().seq() + 1) {
                return failed(StoreException.Reason.CONFLICT, "the log has gone on elsewhere");
            }
            events.forEach(entry::add);
            notices.addAll(told);
            return session == null ? done() : update(session);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<List<RoomEvent.Logged>> read(RoomId room, long after, int limit) {
        lock.lock();
        try {
            Entry entry = entries.get(room);
            if (entry == null) {
                return CompletableFuture.completedStage(List.of());
            }
            int size = entry.log.size();
            int from = Math.clamp(after, 0, size);
            return CompletableFuture.completedStage(
                    List.copyOf(entry.log.subList(from, Math.min(size, from + limit))));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<List<ChainedRow>> chain(RoomId room, long after, int limit) {
        lock.lock();
        try {
            Entry entry = entries.get(room);
            return CompletableFuture.completedStage(
                    entry == null
                            ? List.of()
                            : entry.chain.stream().skip(after).limit(limit).toList());
        } finally {
            lock.unlock();
        }
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    private static CompletionStage<Void> failed(StoreException.Reason reason, String message) {
        return CompletableFuture.failedStage(new StoreException(reason, message));
    }
}
