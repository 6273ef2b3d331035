package live.lyceum.signaling.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import live.lyceum.config.StorageSettings;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.Feedback;
import live.lyceum.signaling.protocol.KeptAnswer;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.SeatedSession;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SessionSeat;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.room.RoomEvent;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps everything in a database: one thread writes, a few read, and none of them is the caller's.
/// Rows chain by SHA-256, which is checked when they are read.
public final class SqlStore implements Store, AutoCloseable {
    /// How much may wait.
    ///
    /// @param writes appends and other changes
    /// @param reads pages of rows or of sessions
    /// @param searches for words
    /// @param searchMs how long one of those may take
    record Limits(int writes, int reads, int searches, int searchMs) {
        static final Limits DEFAULT = new Limits(10_000, 1_000, 16, 2_000);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);
    private static final long READ_WITHIN_S = 5;
    private static final long READ_FAILURE_EVERY_NS = 10_000_000_000L;

    private final Database database;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ThreadPoolExecutor readers;
    private final ThreadPoolExecutor searchers;
    private final int searchMs;
    private final StoreWriter writer;
    private final long lastAliveMs;
    private final Counter readFailures;
    private final Counter refused;
    private final Counter tooSlow;
    private final AtomicLong readFailureLoggedNs = new AtomicLong();
    private final WebhookStore webhooks = new SqlWebhooks(this);
    private final RecordingStore recordings = new SqlRecordings(this);
    private final TranscriptStore transcripts = new SqlTranscripts(this);
    private final SummaryStore summaries = new SqlSummaries(this);
    private volatile Runnable whenDue = () -> {};

    SqlStore(Database database, Limits limits, MeterRegistry registry) {
        this.database = database;
        searchMs = limits.searchMs();
        readFailures = registry.counter("lyceum.store.failed", "reason", "read");
        refused = registry.counter("lyceum.store.failed", "reason", "full");
        tooSlow = registry.counter("lyceum.store.failed", "reason", "too_slow");
        lastAliveMs = database.readers().withHandle(handle -> tables(handle).lastAlive());
        readLines(database);
        readers = threads("store-reader-", Database.READERS, limits.reads());
        searchers = threads("store-searcher-", Database.SEARCHERS, limits.searches());
        writer = new StoreWriter(database, callers, limits.writes(), registry);
    }

    /// Platform threads: a driver in native code would hold a virtual one's carrier.
    private static ThreadPoolExecutor threads(String name, int threads, int waiting) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name(name, 1).factory());
    }

    /// Reads the lines of a database that was there before there was a search.
    private static void readLines(Database database) {
        boolean more = true;
        while (more) {
            more =
                    database.writer()
                            .inTransaction(handle -> new LineTable(handle).read(SqlTables.PART));
        }
    }

    /// Opens the database that the settings name, makes its tables if it has none, and brings them
    /// up to date. Blocks.
    public static SqlStore open(StorageSettings settings, MeterRegistry registry)
            throws DatabaseException {
        Database database = Database.open(settings);
        try {
            return new SqlStore(database, Limits.DEFAULT, registry);
        } catch (RuntimeException failed) {
            database.close();
            throw DatabaseException.of(database.name(), failed);
        }
    }

    private SqlTables tables(Handle handle) {
        return new SqlTables(handle);
    }

    @Override
    public CompletionStage<Void> create(SessionRecord session, RoomEvent.Logged opened) {
        return writer.submit(tables -> tables.create(session, opened));
    }

    @Override
    public CompletionStage<Void> update(SessionRecord session) {
        return writer.submit(tables -> tables.update(session));
    }

    @Override
    public CompletionStage<Optional<SessionRecord>> get(RoomId id) {
        return read(tables -> tables.session(id));
    }

    @Override
    public CompletionStage<List<SessionRecord>> list(
            TenantId tenant, @Nullable RoomId after, int limit) {
        return read(tables -> tables.sessions(tenant, after, limit));
    }

    @Override
    public CompletionStage<List<RoomId>> unfinished() {
        return read(SqlTables::unfinished);
    }

    @Override
    public CompletionStage<List<RoomId>> overdue(long nowMs, int limit) {
        return read(tables -> tables.overdue(nowMs, limit));
    }

    @Override
    public CompletionStage<Void> append(
            RoomId room,
            List<RoomEvent.Logged> events,
            @Nullable SessionRecord session,
            List<Notice> notices) {
        return write(tables -> {
            tables.append(room, events);
            if (session != null) {
                tables.update(session);
            }
            tables.webhooks().tell(room, notices);
        });
    }

    @Override
    public CompletionStage<List<RoomEvent.Logged>> read(RoomId room, long after, int limit) {
        return read(tables -> tables.read(room, after, limit));
    }

    @Override
    public CompletionStage<List<ChainedRow>> chain(RoomId room, long after, int limit) {
        return read(tables -> tables.chain(room, after, limit));
    }

    /// Erases what somebody wrote in a row; the row stays, and its log can be checked as before.
    public CompletionStage<Void> eraseText(RoomId room, long seq) {
        return writer.submit(tables -> tables.erase(room, seq));
    }

    @Override
    public CompletionStage<Void> seat(RoomId room, List<SessionSeat> seats) {
        return writer.submit(tables -> tables.people().seat(room, seats));
    }

    @Override
    public CompletionStage<Boolean> isPutOut(RoomId room, ParticipantId who) {
        return read(tables -> tables.people().isPutOut(room, who));
    }

    @Override
    public CompletionStage<Optional<SeatedSession>> sessionOf(ParticipantId who, RoomId room) {
        return read(tables -> tables.people().sessionOf(who, room));
    }

    @Override
    public CompletionStage<List<SeatedSession>> sessionsOf(
            TenantId tenant, ParticipantId who, @Nullable RoomId before, int limit) {
        return read(tables -> tables.people().sessionsOf(tenant, who, before, limit));
    }

    @Override
    public CompletionStage<Void> put(RoomId room, Feedback feedback) {
        return write(tables -> {
            tables.people().put(room, feedback);
            tables.webhooks().tell(room, List.of(Notice.of(room, feedback)));
        });
    }

    @Override
    public CompletionStage<List<Feedback>> feedback(
            RoomId room, @Nullable ParticipantId after, int limit) {
        return read(tables -> tables.people().feedback(room, after, limit));
    }

    @Override
    public CompletionStage<Void> put(AccessKey key) {
        return writer.submit(tables -> tables.keys().put(key));
    }

    @Override
    public CompletionStage<Optional<AccessKey>> key(String id) {
        return read(tables -> tables.keys().key(id));
    }

    @Override
    public CompletionStage<List<AccessKey>> keys(@Nullable String after, int limit) {
        return read(tables -> tables.keys().keys(after, limit));
    }

    @Override
    public CompletionStage<Void> deleteKey(String id) {
        return writer.submit(tables -> tables.keys().delete(id));
    }

    @Override
    public CompletionStage<Optional<KeptAnswer>> answer(TenantId tenant, String key) {
        return read(tables -> tables.answers().answer(tenant, key));
    }

    @Override
    public CompletionStage<Void> put(TenantId tenant, String key, KeptAnswer answer) {
        return writer.submit(tables -> tables.answers().put(tenant, key, answer));
    }

    @Override
    public CompletionStage<Void> forgetAnswer(TenantId tenant, String key) {
        return writer.submit(tables -> tables.answers().forget(tenant, key));
    }

    @Override
    public CompletionStage<Boolean> forgetAnswersBefore(long atMs) {
        var more = new AtomicBoolean();
        return writer.submit(tables -> more.set(tables.answers().forgetBefore(atMs)))
                .thenApply(done -> more.get());
    }

    @Override
    public CompletionStage<Void> alive(long atMs) {
        return writer.submit(tables -> tables.alive(atMs));
    }

    @Override
    public long last() {
        return lastAliveMs;
    }

    @Override
    public WebhookStore webhooks() {
        return webhooks;
    }

    @Override
    public RecordingStore recordings() {
        return recordings;
    }

    @Override
    public TranscriptStore transcripts() {
        return transcripts;
    }

    @Override
    public SummaryStore summaries() {
        return summaries;
    }

    void whenDue(Runnable wake) {
        whenDue = wake;
    }

    /// Has a change made; complete when it is durable.
    CompletionStage<Void> write(StoreWriter.Task change) {
        var added = new AtomicBoolean();
        CompletionStage<Void> written =
                writer.submit(tables -> {
                    change.run(tables);
                    added.set(tables.webhooks().added());
                });
        return written.whenComplete((done, error) -> {
            if (error == null && added.get()) {
                whenDue.run();
            }
        });
    }

    <T> CompletionStage<T> read(Function<SqlTables, T> reader) {
        return read(readers, handle -> reader.apply(tables(handle)));
    }

    /// Looks for words. That is slow sometimes, and who comes into a room does not wait for it.
    <T> CompletionStage<T> search(Function<LineSearch, T> search) {
        WordSearch words = database.words();
        return read(
                searchers,
                handle ->
                        words.within(
                                handle,
                                searchMs,
                                () -> search.apply(new LineSearch(handle, words))));
    }

    private <T> CompletionStage<T> read(ThreadPoolExecutor threads, Function<Handle, T> reader) {
        var done = new CompletableFuture<T>();
        try {
            threads.execute(() -> read(reader, done));
        } catch (RejectedExecutionException full) {
            refused.increment();
            var reason =
                    threads.isShutdown()
                            ? StoreException.Reason.FAILED
                            : StoreException.Reason.FULL;
            done.completeExceptionally(new StoreException(reason, "too much is read", full));
        }
        return done;
    }

    private <T> void read(Function<Handle, T> reader, CompletableFuture<T> done) {
        try {
            T value = database.readers().withHandle(reader::apply);
            callers.execute(() -> done.complete(value));
        } catch (RuntimeException | Error failed) {
            if (DatabaseException.isBrokenOff(failed)) {
                tooSlow.increment();
                fail(done, StoreException.Reason.TOO_SLOW, "it took too long", failed);
                return;
            }
            String message =
                    failed instanceof UnreadableRowException
                            ? DatabaseException.Reason.CORRUPT.of(database.name())
                                    + ": "
                                    + failed.getMessage()
                            : DatabaseException.reason(failed).of(database.name());
            tell(message, failed);
            fail(done, StoreException.Reason.FAILED, message, failed);
        }
    }

    private void fail(
            CompletableFuture<?> done,
            StoreException.Reason reason,
            String message,
            Throwable failed) {
        var told = new StoreException(reason, message, failed);
        callers.execute(() -> done.completeExceptionally(told));
    }

    /// Logs what cannot be read, but not each time that it is asked for.
    private void tell(String message, Throwable failed) {
        readFailures.increment();
        long nowNs = System.nanoTime();
        long loggedNs = readFailureLoggedNs.get();
        boolean due = loggedNs == 0 || nowNs - loggedNs > READ_FAILURE_EVERY_NS;
        if (due && readFailureLoggedNs.compareAndSet(loggedNs, nowNs)) {
            LOG.error("{}; whoever asked is told to try again", message, failed);
        }
    }

    /// Writes what waits, lets who reads finish, and ends. Blocks for 20 s at most.
    @Override
    public void close() {
        writer.close();
        readers.shutdown();
        searchers.shutdown();
        try {
            for (var each : List.of(readers, searchers)) {
                boolean done = each.awaitTermination(READ_WITHIN_S, TimeUnit.SECONDS);
                if (!done) {
                    each.shutdownNow();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        callers.close();
        database.close();
    }
}
