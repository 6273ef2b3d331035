package live.lyceum.recorder.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings films into an [Archive], and takes out what is deleted, until it is done: what fails is
/// tried again, later and later. Marks in the folders of recordings say what is to be done, so a
/// process after this one goes on. Owned by the recorder's thread; what blocks has virtual ones.
final class Archiving implements Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(Archiving.class);
    private static final int AT_A_TIME = 2;
    private static final int MAX_DOUBLINGS = 8;

    /// A film on its way.
    private static final class Bringing {
        private final Recorder.Order order;
        private final Path files;
        private final Film film;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private CompletableFuture<@Nullable Void> running = CompletableFuture.completedFuture(null);
        private volatile boolean stopped;
        private int failures;

        private Bringing(Recorder.Order order, Path files, Film film) {
            this.order = order;
            this.files = files;
            this.film = film;
        }
    }

    /// A recording that is to go.
    private static final class Taking {
        private final RecordingFolders.Place place;
        private List<CompletableFuture<@Nullable Void>> asked = new ArrayList<>();
        private boolean running;
        private boolean waits;
        private int failures;

        private Taking(RecordingFolders.Place place) {
            this.place = place;
        }
    }

    private final Archive archive;
    private final RecordingFolders folders;
    private final Recorder.Listener listener;
    private final Executor back;
    private final Later later;
    private final long againMs;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore uploads = new Semaphore(AT_A_TIME);
    private final Map<RecordingId, Bringing> bringing = new ConcurrentHashMap<>();
    private final Map<RecordingId, Taking> taking = new HashMap<>();
    private final AtomicLong failed = new AtomicLong();

    /// @param againMs how long after the first failure something is tried again; 256 times that in
    ///   the end
    Archiving(
            Archive archive,
            RecordingFolders folders,
            Recorder.Listener listener,
            Executor back,
            Later later,
            long againMs) {
        this.archive = archive;
        this.folders = folders;
        this.listener = listener;
        this.back = back;
        this.later = later;
        this.againMs = againMs;
    }

    /// What may block and fail.
    private interface Work {
        void run() throws IOException;
    }

    private CompletableFuture<@Nullable Void> blocking(Work work) {
        return CompletableFuture.runAsync(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException why) {
                                throw new UncheckedIOException(why);
                            }
                        },
                        blocking)
                .thenApply(done -> null);
    }

    /// Counts and logs a failure; how long to wait before the next try.
    ///
    /// @param what is not so yet, up to "the store"
    private long pauseMs(int failures, String what, Throwable error) {
        failed.incrementAndGet();
        long pauseMs = againMs << Math.min(failures - 1, MAX_DOUBLINGS);
        LOG.warn("{} the store yet, next try in {} s: {}", what, pauseMs / 1_000, reason(error));
        return pauseMs;
    }

    private static String reason(Throwable error) {
        Throwable why = error;
        while (why.getCause() != null && !(why instanceof IOException)) {
            why = why.getCause();
        }
        boolean ours = why.getClass() == IOException.class;
        return String.valueOf(ours ? why.getMessage() : why);
    }

    // --- In ---

    @Override
    public CompletionStage<@Nullable Void> put(Recorder.Order order, Path folder, Film film) {
        var one = new Bringing(order, folder.resolve(RecordingFolders.FILES), film);
        bringing.put(order.id(), one);
        bring(one, folder);
        return one.done;
    }

    private void bring(Bringing one, Path folder) {
        if (one.stopped) {
            return;
        }
        Recorder.Order order = one.order;
        try {
            RecordingFolders.mark(folder, RecordingFolders.ARCHIVING);
        } catch (IOException failure) {
            brought(one, folder, failure);
            return;
        }
        one.running =
                blocking(() -> {
                    uploads.acquireUninterruptibly();
                    try {
                        archive.put(
                                order.session(),
                                order.id(),
                                one.files,
                                one.film,
                                () -> one.stopped);
                    } finally {
                        uploads.release();
                    }
                });
        var _ =
                one.running.whenComplete(
                        (done, error) -> back.execute(() -> brought(one, folder, error)));
    }

    private void brought(Bringing one, Path folder, @Nullable Throwable error) {
        if (one.stopped) {
            return;
        }
        if (error == null) {
            bringing.remove(one.order.id());
            one.done.complete(null);
            return;
        }
        long pauseMs =
                pauseMs(++one.failures, "the film of " + one.order.id() + " is not in", error);
        later.run(pauseMs, () -> bring(one, folder));
    }

    @Override
    public void told(Path folder) throws IOException {
        RecordingFolders.lighten(folder);
    }

    // --- Out ---

    /// Whether a recording is to go, and nothing is to be made of it any more.
    static boolean isGoing(Path folder) {
        return RecordingFolders.is(folder, RecordingFolders.DELETING);
    }

    /// Deletes a recording of which something may be in the archive; fails if that did not work at
    /// once, and goes on with it.
    CompletionStage<@Nullable Void> delete(RecordingFolders.Place place) {
        var done = new CompletableFuture<@Nullable Void>();
        Bringing before = bringing.remove(place.id());
        if (before != null) {
            before.stopped = true;
        }
        try {
            RecordingFolders.mark(place.folder(), RecordingFolders.DELETING);
            RecordingFolders.clear(place.folder());
        } catch (IOException here) {
            done.completeExceptionally(here);
            return done;
        }
        Taking one = taking.computeIfAbsent(place.id(), id -> new Taking(place));
        one.asked.add(done);
        CompletableFuture<@Nullable Void> ended =
                before == null ? CompletableFuture.completedFuture(null) : before.running;
        var _ = ended.whenComplete((nothing, error) -> back.execute(() -> take(one)));
        return done;
    }

    private void take(Taking one) {
        if (one.running || taking.get(one.place.id()) != one) {
            return;
        }
        one.running = true;
        RoomId session = one.place.session();
        RecordingId id = one.place.id();
        var _ =
                blocking(() -> archive.delete(session, id))
                        .thenCompose(gone -> listener.deleted(session, id))
                        .thenCompose(kept -> blocking(() -> folders.delete(session, id)))
                        .whenComplete((gone, error) -> back.execute(() -> taken(one, error)));
    }

    private void taken(Taking one, @Nullable Throwable error) {
        one.running = false;
        List<CompletableFuture<@Nullable Void>> asked = one.asked;
        one.asked = new ArrayList<>();
        if (error == null) {
            taking.remove(one.place.id());
            asked.forEach(each -> each.complete(null));
            return;
        }
        long pauseMs = pauseMs(++one.failures, one.place.id() + " is not deleted from", error);
        asked.forEach(each -> each.completeExceptionally(error));
        if (!one.waits) {
            one.waits = true;
            later.run(
                    pauseMs,
                    () -> {
                        one.waits = false;
                        take(one);
                    });
        }
    }

    /// Goes on with what a process before this one did not get done.
    void recover() {
        var _ =
                blocking(
                                () -> {
                                    for (RecordingFolders.Place each : folders.all()) {
                                        if (isGoing(each.folder())) {
                                            back.execute(() -> delete(each));
                                        } else if (RecordingFolders.is(
                                                each.folder(), RecordingFolders.ARCHIVED)) {
                                            RecordingFolders.lighten(each.folder());
                                        }
                                    }
                                })
                        .whenComplete((done, error) -> {
                            if (error != null) {
                                LOG.error(
                                        "what is to be deleted from the store is not known", error);
                            }
                        });
    }

    /// How many films are on their way. Safe to call from any thread.
    int waiting() {
        return bringing.size();
    }

    /// How often something failed, since the start. Safe to call from any thread.
    long failures() {
        return failed.get();
    }

    /// Stops; what is not done is left to the next process.
    void close() {
        bringing.values().forEach(each -> each.stopped = true);
        blocking.shutdownNow();
        archive.close();
    }
}
