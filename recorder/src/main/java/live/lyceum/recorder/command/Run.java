package live.lyceum.recorder.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process: audio goes in, lines come out. It has three threads of its own, for what it does
/// with its pipes blocks; they end when the process does, whatever that has started. Safe to call
/// from any thread; nothing here blocks.
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final byte[] END = {};

    /// Between two looks at what is late.
    private static final long LOOK_EVERY_MS = 50;

    /// From its exit until nobody reads on: what it started may hold its output for ever.
    private static final Duration AFTER_EXIT = Duration.ofSeconds(1);

    /// Told what comes of it, one call after another, on its threads.
    interface Listener {
        void said(Said what);

        /// It is over; nothing more is told. Told once.
        ///
        /// @param wrong why it failed, in words for the log, none of them the program's; null: it
        ///   did not
        void over(@Nullable String wrong);
    }

    /// What a process needs to know of the program it is of.
    interface Owner {
        /// Called once, when the process has ended, before its listener is told.
        ///
        /// @param wrong as in [Listener#over]
        void ended(Run which, @Nullable String wrong);
    }

    /// How much it may take, and how long.
    ///
    /// @param waitingBytes of audio that it did not take yet
    /// @param taking of the audio of one [#feed], from when that before is taken
    /// @param afterEnd from the end of the audio to its own
    record Bounds(int waitingBytes, Duration taking, Duration afterEnd) {}

    private final ProcessBuilder builder;
    private final Bounds bounds;
    private final Listener listener;
    private final Owner owner;
    private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();

    private volatile @Nullable PipedProcess process;
    private volatile boolean killed;

    /// Whether it takes no audio any more.
    private volatile boolean deaf;

    /// Until when it has to take the audio at hand; null if there is none.
    private volatile @Nullable Long takenByNs;

    /// Until when it has to end; null while more audio may come.
    private volatile @Nullable Long doneByNs;

    /// @param builder used by this alone
    Run(ProcessBuilder builder, Bounds bounds, Listener listener, Owner owner) {
        this.builder = builder;
        this.bounds = bounds;
        this.listener = listener;
        this.owner = owner;
    }

    void start() {
        var _ = thread("command", this::run);
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    /// Gives it more audio; ends it when too much waits.
    void feed(short[] samples) {
        if (deaf) {
            return;
        }
        byte[] pcm = new byte[samples.length * Short.BYTES];
        ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(samples);
        if (waitingBytes.addAndGet(pcm.length) > bounds.waitingBytes()) {
            kill("it does not take the audio");
        } else if (pcm.length > 0) {
            pieces.add(pcm);
        }
    }

    /// No more audio comes: it has some time now to say the rest and end.
    void end() {
        pieces.add(END);
        doneByNs = System.nanoTime() + bounds.afterEnd().toNanos();
    }

    /// Ends it at once, if it still runs.
    ///
    /// @param why for the log
    void kill(String why) {
        wrong.compareAndSet(null, why);
        killed = true;
        PipedProcess gone = process;
        if (gone != null) {
            gone.kill();
        }
        stopFeeding();
    }

    private void stopFeeding() {
        deaf = true;
        pieces.add(END);
    }

    private void run() {
        try {
            PipedProcess started = PipedProcess.start(builder);
            process = started;
            if (killed) {
                started.kill();
            }
            var _ = thread("command-in", () -> write(started.input()));
            Thread out = thread("command-out", () -> read(started.output()));
            awaitExit(started);
            stopFeeding();
            started.endInput();
            if (!out.join(AFTER_EXIT)) {
                started.endOutput();
                out.join();
            }
            if (started.exitCode() != 0) {
                wrong.compareAndSet(null, "it ended with " + started.exitCode());
            }
        } catch (IOException cannot) {
            kill(String.valueOf(cannot.getMessage()));
        } catch (InterruptedException impossible) {
            // A thread of our own: nobody interrupts it.
            kill("interrupted");
        }
        // Who is told may ask again at once.
        owner.ended(this, wrong.get());
        listener.over(wrong.get());
    }

    /// Kills it when it is late.
    private void awaitExit(PipedProcess started) throws InterruptedException {
        while (!started.exitsWithin(LOOK_EVERY_MS)) {
            long nowNs = System.nanoTime();
            if (isPast(takenByNs, nowNs)) {
                kill("it did not take audio for %d ms".formatted(bounds.taking().toMillis()));
            }
            if (isPast(doneByNs, nowNs)) {
                kill(
                        "it is not done %d ms after the audio's end"
                                .formatted(bounds.afterEnd().toMillis()));
            }
        }
    }

    private static boolean isPast(@Nullable Long deadlineNs, long nowNs) {
        return deadlineNs != null && nowNs - deadlineNs >= 0;
    }

    private void write(OutputStream to) {
        try (to) {
            for (byte[] piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
                takenByNs = System.nanoTime() + bounds.taking().toNanos();
                to.write(piece);
                to.flush();
                takenByNs = null;
                waitingBytes.addAndGet(-piece.length);
            }
        } catch (IOException enough) {
            // It need not hear all of it; how it ends says whether that was meant.
            LOG.debug("a program takes no more audio", enough);
        } catch (InterruptedException impossible) {
            LOG.debug("interrupted, though nobody does that", impossible);
        }
        deaf = true;
        takenByNs = null;
    }

    private void read(InputStream from) {
        var lines = new Lines(from);
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                Said said = Said.of(line);
                if (!said.text().isEmpty()) {
                    listener.said(said);
                }
            }
        } catch (Lines.TooMuch tooMuch) {
            kill(String.valueOf(tooMuch.getMessage()));
        } catch (IOException gone) {
            LOG.debug("what a program says has ended", gone);
        }
    }
}
