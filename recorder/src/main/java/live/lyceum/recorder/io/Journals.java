package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import live.lyceum.recorder.journal.JournalEntry;
import live.lyceum.recorder.journal.Track;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the journals of all rooms, off the media loops: one thread, and a queue that is bounded
/// in entries and bytes. What was taken is in the system's hands within 250 ms and on the disk
/// within a second; the first of a journal 100 ms later where no other is open. Safe to call from
/// any thread; only [#close] blocks.
///
/// The thread looks for entries by itself: waking it for each would cost the media loops more than
/// all else they do here, and a lock would let them wait for it.
public final class Journals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journals.class);
    private static final long WRITE_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SYNC_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /// Where no journal is open.
    private static final long SELDOM_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MAX_BATCH = 1_000;
    private static final long CLOSE_WITHIN_MS = 10_000;

    /// How much may wait.
    ///
    /// @param entries of all journals
    /// @param bytes of their packets
    public record Limits(int entries, long bytes) {
        public static final Limits DEFAULT = new Limits(50_000, 32L * 1024 * 1024);
    }

    /// Told when a journal cannot be written any more, once, on the journals' thread.
    public interface OnFailure {
        void failed(IOException why);
    }

    /// A journal as its room sees it.
    public final class Journal {
        private final Path path;
        private final Track track;
        private final OnFailure onFailure;
        private @Nullable JournalFile file;
        private volatile boolean failed;

        private Journal(Path path, Track track, OnFailure onFailure) {
            this.path = path;
            this.track = track;
            this.onFailure = onFailure;
        }

        /// Takes an entry; false if it was not taken, since too much waits or the journal failed.
        public boolean add(JournalEntry entry) {
            return !failed && offer(new Task(this, entry, bytes(entry), null));
        }

        /// Ends the journal behind all that was taken; complete when that is on the disk.
        public CompletionStage<Void> end(JournalEntry.Closed last) {
            var done = new CompletableFuture<Void>();
            if (failed || !offer(new Task(this, last, 0, done))) {
                done.completeExceptionally(new IOException("the journal is not written any more"));
            }
            return done;
        }
    }

    private record Task(
            Journal journal,
            @Nullable JournalEntry entry,
            int bytes,
            @Nullable CompletableFuture<Void> end) {}

    private final Limits limits;
    private final Queue<Task> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Map<Path, Journal> open = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    public Journals(Limits limits) {
        this.limits = limits;
        thread = Thread.ofPlatform().daemon().name("journal-writer").start(this::run);
    }

    /// A new journal in a file that must not be there yet; its folder has to be.
    public Journal open(Path path, Track track, OnFailure onFailure) {
        return new Journal(path, track, onFailure);
    }

    /// How many entries were not taken so far.
    public long refused() {
        return refused.get();
    }

    /// How many entries wait.
    public int waiting() {
        return waiting.get();
    }

    private static int bytes(JournalEntry entry) {
        return entry instanceof JournalEntry.Packet packet ? packet.rtp().length : 0;
    }

    private boolean offer(Task task) {
        long bytes = waitingBytes.addAndGet(task.bytes());
        int entries = waiting.incrementAndGet();
        if (!closed && bytes <= limits.bytes() && entries <= limits.entries()) {
            return queue.add(task);
        }
        waitingBytes.addAndGet(-task.bytes());
        waiting.decrementAndGet();
        refused.incrementAndGet();
        return false;
    }

    private void run() {
        long wroteNs = System.nanoTime();
        long syncedNs = wroteNs;
        while (!closed || !queue.isEmpty()) {
            if (carryOutBatch() < MAX_BATCH) {
                LockSupport.parkNanos(open.isEmpty() ? SELDOM_NS : LOOK_NS);
            }
            long nowNs = System.nanoTime();
            if (nowNs - syncedNs >= SYNC_NS) {
                forAll(JournalFile::sync);
                syncedNs = nowNs;
                wroteNs = nowNs;
            } else if (nowNs - wroteNs >= WRITE_NS) {
                forAll(JournalFile::write);
                wroteNs = nowNs;
            }
        }
        List.copyOf(open.values()).forEach(each -> end(each, null));
    }

    private int carryOutBatch() {
        int done = 0;
        for (Task each = queue.poll(); each != null; each = queue.poll()) {
            carryOut(each);
            done++;
            if (done == MAX_BATCH) {
                break;
            }
        }
        return done;
    }

    private interface Step {
        void on(JournalFile file) throws IOException;
    }

    private void forAll(Step step) {
        for (Journal each : List.copyOf(open.values())) {
            JournalFile file = each.file;
            if (file != null) {
                step(each, file, step);
            }
        }
    }

    private boolean step(Journal journal, JournalFile file, Step step) {
        try {
            step.on(file);
            return true;
        } catch (IOException failed) {
            fail(journal, failed);
            return false;
        }
    }

    private void carryOut(Task task) {
        waitingBytes.addAndGet(-task.bytes());
        waiting.decrementAndGet();
        Journal journal = task.journal();
        JournalEntry entry = task.entry();
        if (!journal.failed && entry != null) {
            try {
                fileOf(journal).add(entry);
            } catch (IOException failed) {
                fail(journal, failed);
            } catch (RuntimeException bug) {
                // One journal's, and not the end of all rooms'.
                fail(journal, new IOException("unexpected", bug));
            }
        }
        if (task.end() != null) {
            end(journal, task.end());
        }
    }

    private JournalFile fileOf(Journal journal) throws IOException {
        JournalFile file = journal.file;
        if (file == null) {
            file = new JournalFile(journal.path, journal.track);
            journal.file = file;
            open.put(journal.path, journal);
        }
        return file;
    }

    private void end(Journal journal, @Nullable CompletableFuture<Void> done) {
        JournalFile file = journal.file;
        boolean good = !journal.failed;
        if (file != null && good) {
            good = step(journal, file, JournalFile::close);
        }
        open.remove(journal.path);
        journal.file = null;
        if (done != null && good) {
            done.complete(null);
        } else if (done != null) {
            done.completeExceptionally(new IOException("the journal is not written any more"));
        }
    }

    /// What was written so far stays and can be read.
    private void fail(Journal journal, IOException why) {
        LOG.error("a journal is not written any more: {}", journal.path.getFileName(), why);
        journal.failed = true;
        open.remove(journal.path);
        JournalFile file = journal.file;
        journal.file = null;
        if (file != null) {
            try {
                file.close();
            } catch (IOException again) {
                why.addSuppressed(again);
            }
        }
        journal.onFailure.failed(why);
    }

    /// Writes what was taken, and ends. Blocks for 10 s at most.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_WITHIN_MS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
