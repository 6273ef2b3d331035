package live.lyceum.recorder.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process: audio goes in, lines come out. It has three threads of its own, for what it does
/// with its pipes blocks. Safe to call from any thread; nothing here blocks.
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final byte[] END = {};
    private static final int BUFFER = 4_096;
    private static final int MAX_WORDS_OF_ERROR = 200;

    /// From its exit until nobody reads on: what it started may hold its pipes for ever.
    private static final long AFTER_EXIT_NS = 1_000_000_000;

    /// Told what comes of it, one call after another, on its threads.
    interface Listener {
        void said(Said what);

        /// It is over; nothing more is told. Told once.
        ///
        /// @param wrong why it failed, in words for the log; null: it did not
        void over(@Nullable String wrong);
    }

    /// What a process needs to know of the program it is of.
    interface Owner {
        /// Called once, when the process has ended, before its listener is told.
        ///
        /// @param wrong as in [Listener#over]
        /// @param words the first it wrote as errors; empty if there were none
        void ended(Run which, @Nullable String wrong, String words);
    }

    /// How much it may take, and how long.
    ///
    /// @param waitingBytes of audio that it did not take yet
    /// @param afterEnd from the end of the audio to its own
    record Bounds(int waitingBytes, Duration afterEnd) {}

    private final ProcessBuilder builder;
    private final Bounds bounds;
    private final Listener listener;
    private final Owner owner;
    private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
    private final CompletableFuture<@Nullable Void> killed = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

    private volatile @Nullable Process process;

    /// The begin of the first line of its errors.
    private volatile String errors = "";

    /// Whether it takes no audio any more.
    private volatile boolean deaf;

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
        var _ =
                over.copy()
                        .orTimeout(bounds.afterEnd().toMillis(), TimeUnit.MILLISECONDS)
                        .whenCompleteAsync(
                                (done, late) -> {
                                    if (late != null) {
                                        kill(
                                                "it is not done %d ms after the audio's end"
                                                        .formatted(bounds.afterEnd().toMillis()));
                                    }
                                },
                                Thread::startVirtualThread);
    }

    /// Ends it at once, if it still runs.
    ///
    /// @param why for the log
    void kill(String why) {
        wrong.compareAndSet(null, why);
        Process gone = process;
        if (gone != null) {
            gone.descendants().forEach(ProcessHandle::destroyForcibly);
            gone.destroyForcibly();
        }
        stopFeeding();
        killed.complete(null);
    }

    private void stopFeeding() {
        deaf = true;
        pieces.add(END);
    }

    private void run() {
        try {
            Process started = builder.start();
            process = started;
            if (killed.isDone()) {
                kill("");
            }
            Thread out = thread("command-out", () -> read(started.getInputStream()));
            Thread err = thread("command-err", () -> drain(started.getErrorStream()));
            var _ = started.onExit().thenRun(this::stopFeeding);
            write(started.getOutputStream());
            int code = started.waitFor();
            long untilNs = System.nanoTime() + AFTER_EXIT_NS;
            join(out, untilNs);
            join(err, untilNs);
            close(started.getInputStream());
            close(started.getErrorStream());
            if (code != 0) {
                wrong.compareAndSet(null, "it ended with " + code);
            }
        } catch (IOException cannot) {
            kill(String.valueOf(cannot.getMessage()));
        } catch (InterruptedException impossible) {
            // A thread of our own: nobody interrupts it.
            kill("interrupted");
        }
        finish();
        // Who is told may ask again at once.
        owner.ended(this, wrong.get(), errors);
        listener.over(wrong.get());
    }

    private static void join(Thread thread, long untilNs) throws InterruptedException {
        var _ = thread.join(Duration.ofNanos(untilNs - System.nanoTime()));
    }

    /// Who still reads is not woken, but does not read again.
    private static void close(InputStream from) {
        try {
            from.close();
        } catch (IOException unimportant) {
            LOG.debug("what a program wrote to is not closed", unimportant);
        }
    }

    /// From here on nothing it says is told.
    private synchronized void finish() {
        over.complete(null);
    }

    private synchronized void say(Said said) {
        if (!over.isDone()) {
            listener.said(said);
        }
    }

    private void write(OutputStream to) throws InterruptedException {
        try (to) {
            for (byte[] piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
                to.write(piece);
                to.flush();
                waitingBytes.addAndGet(-piece.length);
            }
        } catch (IOException enough) {
            // It need not hear all of it; how it ends says whether that was meant.
            deaf = true;
            LOG.debug("a program takes no more audio", enough);
        }
    }

    private void read(InputStream from) {
        var lines = new Lines(from);
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                Said said = Said.of(line);
                if (!said.text().isEmpty()) {
                    say(said);
                }
            }
        } catch (Lines.TooMuch tooMuch) {
            kill(String.valueOf(tooMuch.getMessage()));
        } catch (IOException gone) {
            LOG.debug("what a program says has ended", gone);
        }
    }

    /// Keeps the begin of the first line.
    private void drain(InputStream from) {
        var buffer = new byte[BUFFER];
        var line = new StringBuilder();
        boolean first = true;
        try (from) {
            for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
                String words = new String(buffer, 0, got, StandardCharsets.UTF_8);
                int end = words.indexOf('\n');
                if (first) {
                    line.append(words, 0, end < 0 ? words.length() : end);
                    first = end < 0 && line.length() < MAX_WORDS_OF_ERROR;
                    errors = line.substring(0, Math.min(line.length(), MAX_WORDS_OF_ERROR));
                }
            }
        } catch (IOException gone) {
            LOG.debug("a program's errors have ended", gone);
        }
    }
}
