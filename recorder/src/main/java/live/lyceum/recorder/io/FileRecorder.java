package live.lyceum.recorder.io;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import live.lyceum.config.RecordingSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.cue.CueFile;
import live.lyceum.recorder.cue.CueReader;
import live.lyceum.recorder.cue.Heading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records rooms into files of this machine, and has films made of them. One thread of its own does
/// what blocks; journals have another ([Journals]).
public final class FileRecorder implements Recorder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileRecorder.class);
    private static final long LOOK_MS = 1_000;
    private static final long AGAIN_MS = 100;
    private static final long NOTE_AGAIN_MS = 1_000;
    private static final long STORE_AGAIN_MS = 1_000;
    private static final long CLOSE_WITHIN_S = 15;
    private static final int MAX_DELETES = 20;
    private static final long US_PER_MS = 1_000;

    /// One that is recorded, or has broken and waits until its room says that it is over.
    private static final class Live {
        private final Order order;
        private final Path folder;
        private final CueFile cues;
        private final RoomRecording tap;
        private boolean stopped;
        private boolean broken;
        private Trouble trouble = Trouble.FAILED;

        private Live(Order order, Path folder, CueFile cues, RoomRecording tap) {
            this.order = order;
            this.folder = folder;
            this.cues = cues;
            this.tap = tap;
        }
    }

    /// One that could not begin, until its room says that it is over.
    private record Refused(Order order, Trouble trouble) {}

    private final RecordingFolders folders;
    private final RecordingSettings settings;
    private final LongSupplier clock;
    private final Journals journals = new Journals(Journals.Limits.DEFAULT);
    private final TaskThread thread = new TaskThread("recorder");
    private final AtomicLong broken = new AtomicLong();
    private final Map<RecordingId, Live> live = new ConcurrentHashMap<>();
    private final Map<RecordingId, Refused> refused = new HashMap<>();
    private final RoomTaps taps;
    private final LateListener listener = new LateListener();
    private final @Nullable Archive archive;
    private final @Nullable Archiving archiving;
    private final Films films;

    /// @param clock the epoch milliseconds of the rooms
    /// @param archive which keeps the films, closed with this; or null to keep them here
    public FileRecorder(
            RecordingFolders folders,
            RecordingSettings settings,
            TapPoint media,
            LongSupplier clock,
            @Nullable Archive archive) {
        this(
                folders,
                settings,
                media,
                clock,
                archive,
                (folder, told) -> WorkerProcess.start(folder, settings.minFreeBytes(), told));
    }

    FileRecorder(
            RecordingFolders folders,
            RecordingSettings settings,
            TapPoint media,
            LongSupplier clock,
            @Nullable Archive archive,
            FilmWorker.Starter starter) {
        this.folders = folders;
        this.settings = settings;
        taps = new RoomTaps(media, thread::later);
        this.clock = clock;
        this.archive = archive;
        archiving =
                archive == null
                        ? null
                        : new Archiving(
                                archive,
                                folders,
                                listener,
                                thread::run,
                                thread::later,
                                STORE_AGAIN_MS);
        films =
                new Films(
                        settings.workers(),
                        starter,
                        thread::run,
                        archiving == null ? Shelf.HERE : archiving,
                        listener);
        thread.every(LOOK_MS, this::look);
    }

    @Override
    public void listen(Listener told) {
        listener.set(told);
        if (archiving != null) {
            thread.run(archiving::recover);
        }
    }

    // --- Recording ---

    @Override
    public void record(Order order) {
        thread.run(() -> start(order));
    }

    private void start(Order order) {
        Live known = live.get(order.id());
        if (known != null) {
            if (known.broken) {
                // The room may have failed just when it was told.
                listener.broke(order.session(), order.id(), known.trouble);
            }
            return;
        }
        try {
            if (folders.freeBytes() < settings.minFreeBytes()) {
                refuse(order, Trouble.DISK_FULL);
                return;
            }
            Live begun = open(order);
            live.put(order.id(), begun);
            var _ = taps.set(order.session(), begun.tap);
            films.make(order, begun.folder, false, System.nanoTime());
        } catch (IOException failed) {
            LOG.error("{} cannot be recorded", order, failed);
            refuse(order, trouble(failed));
        } catch (RuntimeException bug) {
            // A room must not believe that it is recorded.
            LOG.error("{} cannot be recorded, unexpectedly", order, bug);
            refuse(order, Trouble.FAILED);
        }
    }

    private void refuse(Order order, Trouble trouble) {
        refused.put(order.id(), new Refused(order, trouble));
        broken.incrementAndGet();
        listener.broke(order.session(), order.id(), trouble);
    }

    private Live open(Order order) throws IOException {
        Path folder = folders.make(order.session(), order.id());
        int before = RecordingFolders.journals(folder);
        CueFile cues = CueFile.open(folder, Heading.of(order));
        if (before > 0) {
            cues.append(new Cue.Resumed(sinceMs(order)));
        }
        var tap =
                new RoomRecording(
                        folder,
                        before,
                        () -> sinceMs(order) * US_PER_MS,
                        journals,
                        why -> thread.run(() -> broke(order.id(), trouble(why))));
        return new Live(order, folder, cues, tap);
    }

    private long sinceMs(Order order) {
        return Math.max(0, clock.getAsLong() - order.startedAtMs());
    }

    @Override
    public void note(RecordingId id, Cue cue) {
        thread.run(() -> {
            Live at = live.get(id);
            if (at != null && !at.broken) {
                try {
                    at.cues.append(cue);
                } catch (IOException failed) {
                    broke(id, trouble(failed));
                }
            }
        });
    }

    private static Trouble trouble(IOException why) {
        return String.valueOf(why.getMessage()).contains("No space left")
                ? Trouble.DISK_FULL
                : Trouble.FAILED;
    }

    private void look() {
        films.look(System.nanoTime());
        if (live.isEmpty()) {
            return;
        }
        boolean full = false;
        try {
            full = folders.freeBytes() < settings.minFreeBytes();
        } catch (IOException unknown) {
            LOG.warn("how much room there is for recordings is not known", unknown);
        }
        long maxMs = TimeUnit.HOURS.toMillis(settings.maxHours());
        for (Live each : List.copyOf(live.values())) {
            if (full) {
                broke(each.order.id(), Trouble.DISK_FULL);
            } else if (sinceMs(each.order) > maxMs) {
                broke(each.order.id(), Trouble.LIMIT);
            }
        }
    }

    /// Takes nothing more, and waits until the room knows.
    private void broke(RecordingId id, Trouble trouble) {
        Live at = live.get(id);
        // The tap of one that was stopped is out, and may be that of the next recording.
        if (at != null && !at.broken && !at.stopped) {
            at.broken = true;
            at.trouble = trouble;
            broken.incrementAndGet();
            LOG.warn("recording {} stops: {}", id, trouble);
            var _ = taps.set(at.order.session(), null);
            listener.broke(at.order.session(), id, trouble);
        }
    }

    @Override
    public void stop(RecordingId id) {
        thread.run(() -> {
            Live at = live.get(id);
            Refused before = refused.remove(id);
            if (at != null) {
                at.stopped = true;
                var _ = taps.set(at.order.session(), null).thenRun(() -> thread.run(() -> end(at)));
            } else if (before != null) {
                end(before);
            }
        });
    }

    /// What a process before this one recorded is a recording still.
    private void end(Refused before) {
        Order order = before.order();
        if (hasJournals(folders.of(order.session(), order.id()))) {
            finishNow(order, sinceMs(order));
            return;
        }
        String why =
                before.trouble() == Trouble.DISK_FULL
                        ? "there was no room on the disk"
                        : "it could not be written";
        listener.failed(order.session(), order.id(), why);
    }

    private static boolean hasJournals(Path folder) {
        try {
            return Files.isDirectory(folder) && RecordingFolders.journals(folder) > 0;
        } catch (IOException unknown) {
            LOG.warn("whether there are journals is not known", unknown);
            return true;
        }
    }

    private void end(Live at) {
        var _ = at.tap.end().whenComplete((done, lost) -> thread.run(() -> close(at)));
    }

    private void close(Live at) {
        if (live.get(at.order.id()) != at) {
            return;
        }
        try {
            at.cues.append(new Cue.Ended(sinceMs(at.order)));
        } catch (IOException full) {
            // The film's intermediate files go first.
            LOG.warn("the end of {} cannot be written yet", at.order.id(), full);
            thread.later(NOTE_AGAIN_MS, () -> close(at));
            return;
        }
        live.remove(at.order.id());
        close(at.cues);
        films.make(at.order, at.folder, true, System.nanoTime());
    }

    private static void close(CueFile cues) {
        try {
            cues.close();
        } catch (IOException failed) {
            LOG.warn("a cue file could not be closed", failed);
        }
    }

    // --- What was recorded before ---

    @Override
    public void finish(Order order, long endedMs) {
        thread.run(() -> {
            if (!live.containsKey(order.id())) {
                finishNow(order, endedMs);
            }
        });
    }

    private void finishNow(Order order, long endedMs) {
        Path folder = folders.of(order.session(), order.id());
        if (Archiving.isGoing(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            listener.failed(order.session(), order.id(), "nothing of it is on this machine");
            return;
        }
        try (CueFile cues = CueFile.open(folder, Heading.of(order))) {
            if (!CueReader.hasEnd(folder)) {
                cues.append(new Cue.Ended(endedMs));
            }
            films.make(order, folder, true, System.nanoTime());
        } catch (IOException failed) {
            LOG.warn("{} cannot be finished yet", order, failed);
            thread.later(NOTE_AGAIN_MS, () -> finishNow(order, endedMs));
        }
    }

    @Override
    public @Nullable Double progress(RecordingId id) {
        return films.progress(id);
    }

    @Override
    public CompletionStage<@Nullable Void> delete(RoomId session, RecordingId id) {
        var done = new CompletableFuture<@Nullable Void>();
        thread.run(() -> {
            films.forget(id);
            Path folder = folders.of(session, id);
            if (!RecordingFolders.mayBeElsewhere(folder)) {
                deleteHere(session, id, done, MAX_DELETES);
            } else if (archiving == null) {
                done.completeExceptionally(
                        new IOException(
                                "files of %s are in a store that is not set any more"
                                        .formatted(id)));
            } else {
                var _ =
                        archiving
                                .delete(new RecordingFolders.Place(session, id, folder))
                                .whenComplete((gone, error) -> {
                                    if (error == null) {
                                        done.complete(null);
                                    } else {
                                        done.completeExceptionally(error);
                                    }
                                });
            }
        });
        return done;
    }

    /// A worker that was ended may write a little longer.
    private void deleteHere(
            RoomId session, RecordingId id, CompletableFuture<@Nullable Void> done, int tries) {
        try {
            folders.delete(session, id);
            done.complete(null);
        } catch (NoSuchFileException gone) {
            done.complete(null);
        } catch (DirectoryNotEmptyException written) {
            if (tries > 1) {
                thread.later(AGAIN_MS, () -> deleteHere(session, id, done, tries - 1));
            } else {
                done.completeExceptionally(written);
            }
        } catch (IOException failed) {
            done.completeExceptionally(failed);
        }
    }

    @Override
    public Path file(RoomId session, RecordingId id, String name) {
        return folders.of(session, id).resolve(RecordingFolders.FILES).resolve(name);
    }

    @Override
    public @Nullable URI elsewhere(Reading reading) {
        Path folder = folders.of(reading.session(), reading.id());
        return archive == null
                        || !RecordingFolders.is(folder, RecordingFolders.ARCHIVED)
                        || Archiving.isGoing(folder)
                ? null
                : archive.address(reading);
    }

    @Override
    public @Nullable String filesOrigin() {
        return archive == null ? null : archive.origin();
    }

    /// Safe to call from any thread.
    public RecorderStatistics statistics() {
        return new RecorderStatistics(
                live.size(),
                films.running(),
                journals.refused(),
                journals.waiting(),
                archiving == null ? 0 : archiving.waiting(),
                archiving == null ? 0 : archiving.failures(),
                broken.get(),
                films.workersDied(),
                films.failures());
    }

    /// Brings what was recorded to the disk and stops. Recordings go on with the next process, or
    /// are finished by it. Blocks for some seconds at most.
    @Override
    public void close() {
        var ends = new CompletableFuture<@Nullable Void>();
        thread.run(() -> {
            var all = new ArrayList<CompletableFuture<?>>();
            for (Live each : live.values()) {
                all.add(
                        taps.set(each.order.session(), null)
                                .thenCompose(out -> each.tap.end())
                                .toCompletableFuture());
            }
            var _ =
                    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                            .whenComplete((done, lost) -> ends.complete(null));
            films.close();
        });
        ends.completeOnTimeout(null, CLOSE_WITHIN_S, TimeUnit.SECONDS).join();
        thread.close();
        if (archiving != null) {
            archiving.close();
        }
        journals.close();
    }
}
