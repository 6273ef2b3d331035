package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.FilmCodec;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has films made by workers: a few at a time, those of lessons that are over first. A worker that
/// dies is started again and goes on. Owned by the recorder's thread; [#progress] and [#running]
/// are for all.
final class Films {
    private static final Logger LOG = LoggerFactory.getLogger(Films.class);
    private static final long MAX_RESIDENT_BYTES = 1_500L * 1024 * 1024;
    private static final long SILENT_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LATER_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_DEATHS = 10;
    private static final int MAX_DOUBLINGS = 7;

    /// How far a film is that is made, but not where it is kept or not known to be.
    private static final double MADE = 0.99;

    private static final int READY = 0;

    /// It says so itself: EX_DATAERR. A JVM that cannot start, or breaks, exits with 1.
    private static final int HOPELESS = 65;

    /// ENOSPC.
    private static final int DISK_FULL = 28;

    private static final class Making {
        private final Recorder.Order order;
        private final Path folder;
        private volatile boolean over;
        private volatile @Nullable FilmWorker worker;
        private volatile double progress;
        private int deaths;
        private boolean made;
        private long notBeforeNs;
        private long heardNs;

        private Making(Recorder.Order order, Path folder) {
            this.order = order;
            this.folder = folder;
        }
    }

    private final Map<RecordingId, Making> all = new ConcurrentHashMap<>();
    private final AtomicLong workersDied = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final int slots;
    private final FilmWorker.Starter starter;
    private final Executor back;
    private final Shelf shelf;
    private final Recorder.Listener listener;

    /// @param slots how many workers there are at a time
    /// @param back the recorder's thread, where what workers tell is dealt with
    /// @param shelf where films are put before `listener` is told of them
    Films(
            int slots,
            FilmWorker.Starter starter,
            Executor back,
            Shelf shelf,
            Recorder.Listener listener) {
        this.slots = slots;
        this.starter = starter;
        this.back = back;
        this.shelf = shelf;
        this.listener = listener;
    }

    /// Has the film of a recording made, from now on.
    ///
    /// @param over whether nothing is recorded any more
    void make(Recorder.Order order, Path folder, boolean over, long nowNs) {
        Making making = all.computeIfAbsent(order.id(), id -> new Making(order, folder));
        if (over && !making.over) {
            making.over = true;
            making.deaths = 0;
            making.notBeforeNs = nowNs;
        }
        look(nowNs);
    }

    /// Starts what is due and ends what hangs.
    void look(long nowNs) {
        for (Making each : all.values()) {
            FilmWorker worker = each.worker;
            if (worker != null
                    && (nowNs - each.heardNs > SILENT_NS
                            || worker.residentBytes() > MAX_RESIDENT_BYTES)) {
                LOG.warn("the worker of {} hangs or is too large", each.order.id());
                worker.kill();
            }
        }
        long running = all.values().stream().filter(each -> each.worker != null).count();
        List<Making> due =
                all.values().stream()
                        .filter(each -> isDue(each, nowNs))
                        .sorted(
                                Comparator.comparingInt((Making each) -> each.over ? 0 : 1)
                                        .thenComparingLong(each -> each.order.startedAtMs()))
                        .limit(Math.max(0, slots - running))
                        .toList();
        boolean waits =
                all.values().stream()
                        .anyMatch(each -> each.over && isDue(each, nowNs) && !due.contains(each));
        due.forEach(each -> start(each, nowNs));
        if (waits) {
            makeRoom();
        }
    }

    private static boolean isDue(Making making, long nowNs) {
        return making.worker == null && !making.made && nowNs - making.notBeforeNs >= 0;
    }

    /// The film of a lesson that goes on can wait, one that is over is waited for.
    private void makeRoom() {
        all.values().stream()
                .filter(each -> !each.over && each.worker != null)
                .findFirst()
                .ifPresent(each -> {
                    FilmWorker worker = each.worker;
                    if (worker != null) {
                        worker.kill();
                    }
                });
    }

    private void start(Making making, long nowNs) {
        making.heardNs = nowNs;
        try {
            making.worker =
                    starter.start(
                            making.folder,
                            new FilmWorker.Listener() {
                                @Override
                                public void progressed(double progress) {
                                    back.execute(() -> onProgress(making, progress));
                                }

                                @Override
                                public void ended(int code, String lastWords) {
                                    back.execute(() -> onEnd(making, code, lastWords));
                                }
                            });
        } catch (IOException failed) {
            LOG.error("no worker can be started", failed);
            making.notBeforeNs = nowNs + LATER_NS;
        }
    }

    private void onProgress(Making making, double progress) {
        making.heardNs = System.nanoTime();
        if (making.over && progress > making.progress) {
            making.progress = Math.min(progress, MADE);
            making.deaths = 0;
            listener.progressed(making.order.session(), making.order.id(), making.progress);
        }
    }

    private void onEnd(Making making, int code, String lastWords) {
        making.worker = null;
        long nowNs = System.nanoTime();
        if (!all.containsKey(making.order.id())) {
            return;
        }
        switch (code) {
            case READY -> made(making);
            case HOPELESS -> {
                LOG.error("no film of {}: {}", making.order.id(), lastWords);
                failed(making, "its film cannot be made");
            }
            case DISK_FULL -> {
                LOG.warn("there is no room for the film of {}", making.order.id());
                making.notBeforeNs = nowNs + (making.deaths++ == 0 ? AGAIN_NS : LATER_NS);
            }
            default -> {
                making.deaths++;
                workersDied.incrementAndGet();
                if (making.deaths > MAX_DEATHS && making.over) {
                    LOG.error("no film of {}: {}", making.order.id(), lastWords);
                    failed(making, "its worker died again and again");
                } else {
                    LOG.warn("the worker of {} ended with {}", making.order.id(), code);
                    int doublings = Math.min(making.deaths - 1, MAX_DOUBLINGS);
                    making.notBeforeNs = nowNs + (AGAIN_NS << doublings);
                }
            }
        }
        look(nowNs);
    }

    private void made(Making making) {
        Path manifest =
                making.folder.resolve(RecordingFolders.FILES).resolve(RecordingFolders.MANIFEST);
        try {
            String written = Files.readString(manifest);
            if (!FilmCodec.isReady(written)) {
                failed(making, "the worker left no manifest");
                return;
            }
            Film film = FilmCodec.read(written);
            making.made = true;
            var _ =
                    shelf.put(making.order, making.folder, film)
                            .thenRun(() -> back.execute(() -> keep(making, written)));
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.error("no manifest of {}", making.order.id(), unreadable);
            failed(making, "the manifest cannot be read");
        }
    }

    private void keep(Making making, String manifest) {
        if (!all.containsKey(making.order.id())) {
            return;
        }
        listener.ready(making.order.session(), making.order.id(), manifest)
                .whenComplete((done, error) ->
                        back.execute(() -> {
                            if (error == null) {
                                kept(making);
                            } else {
                                // Tried again, for what was recorded is still there.
                                LOG.error("a film cannot be noted", error);
                                making.made = false;
                                making.notBeforeNs = System.nanoTime() + LATER_NS;
                            }
                        }));
    }

    private void kept(Making making) {
        all.remove(making.order.id());
        try {
            shelf.told(making.folder);
            RecordingFolders.tidy(making.folder);
        } catch (IOException left) {
            LOG.warn("what {} was made of could not be deleted", making.order.id(), left);
        }
    }

    private void failed(Making making, String why) {
        all.remove(making.order.id());
        failures.incrementAndGet();
        listener.failed(making.order.session(), making.order.id(), why);
    }

    /// How far the film is; null if it is not known here.
    @Nullable Double progress(RecordingId id) {
        Making making = all.get(id);
        return making == null || !making.over ? null : Double.valueOf(making.progress);
    }

    /// Nobody wants that film any more.
    void forget(RecordingId id) {
        Making making = all.remove(id);
        if (making != null && making.worker != null) {
            making.worker.kill();
        }
    }

    /// How many workers there are.
    int running() {
        return (int) all.values().stream().filter(each -> each.worker != null).count();
    }

    /// How many workers ended without having said why, since the start.
    long workersDied() {
        return workersDied.get();
    }

    /// Of how many recordings no film could be made since the start.
    long failures() {
        return failures.get();
    }

    void close() {
        all.values().stream()
                .map(each -> each.worker)
                .forEach(worker -> {
                    if (worker != null) {
                        worker.kill();
                    }
                });
        all.clear();
    }
}
