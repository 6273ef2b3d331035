package live.lyceum.recorder.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.adapter.Complaints;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program of the operator's, of which so many processes run at once. Safe to call from any
/// thread.
final class Program {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    /// What names of the environment begin with that may be secrets of ours.
    private static final List<String> OURS = List.of("LYCEUM_", "GOOGLE_", "GEMINI_", "AWS_", "PG");

    private static final String LANGUAGES = "LYCEUM_LANGUAGES";
    private static final String WORDS = "LYCEUM_WORDS";
    private static final SpeechRecognizer.Hints NO_HINTS =
            new SpeechRecognizer.Hints(List.of(), List.of());
    private static final int PROBE_S = 10;
    private static final int MAX_WORDS_CHARS = 8_000;

    private final List<String> command;
    private final List<String> languages;
    private final Semaphore free;
    private final Set<Run> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong failed = new AtomicLong();
    private final Complaints complaints = new Complaints();
    private volatile boolean closed;

    private Program(TranscriptionSettings.Command command, List<String> languages, int atOnce) {
        this.command = command.words();
        this.languages = languages;
        free = new Semaphore(atOnce);
    }

    /// Runs nothing yet.
    ///
    /// @throws IllegalArgumentException if there is no command
    static Program of(TranscriptionSettings settings, int atOnce) {
        TranscriptionSettings.Command command = settings.command();
        if (command == null) {
            throw new IllegalArgumentException("there is no command");
        }
        return new Program(command, settings.languages(), atOnce);
    }

    /// Runs it once without audio, to see that it can be run at all; how it ends does not count.
    ///
    /// @throws IOException if it cannot be run
    void probe() throws IOException {
        PipedProcess probe = PipedProcess.start(builder(NO_HINTS));
        probe.endInput();
        CompletableFuture.delayedExecutor(PROBE_S, TimeUnit.SECONDS).execute(probe::kill);
    }

    /// Starts a process; null if as many run as may.
    @Nullable Run start(SpeechRecognizer.Hints hints, Run.Bounds bounds, Run.Listener listener) {
        if (closed || !free.tryAcquire()) {
            return null;
        }
        var run = new Run(builder(hints), bounds, listener, this::ended);
        running.add(run);
        run.start();
        if (closed) {
            run.kill("closed");
        }
        return run;
    }

    private ProcessBuilder builder(SpeechRecognizer.Hints hints) {
        List<String> spoken = hints.withLanguagesOr(languages).languages();
        var builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        removeSecrets(environment);
        if (!spoken.isEmpty()) {
            environment.put(LANGUAGES, String.join(",", spoken));
        }
        String lines = String.join("\n", hints.words()).replace("\0", "");
        if (!lines.isEmpty()) {
            environment.put(WORDS, lines.substring(0, Math.min(lines.length(), MAX_WORDS_CHARS)));
        }
        return builder;
    }

    /// Leaves out what may be a secret of ours.
    static void removeSecrets(Map<String, String> environment) {
        environment.keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
    }

    private void ended(Run which, @Nullable String wrong) {
        running.remove(which);
        free.release();
        if (wrong != null && !closed) {
            tell(wrong, failed.incrementAndGet());
        }
    }

    /// Logs what is wrong, but nothing that the program wrote: it may be what people said.
    private void tell(String wrong, long count) {
        String told = complaints.of(wrong, System.nanoTime());
        if (told != null) {
            LOG.warn("a program that makes text failed, {} so far; {}", count, told);
        }
    }

    /// How many processes run.
    int running() {
        return running.size();
    }

    /// Ends all of them.
    void close() {
        closed = true;
        running.forEach(run -> run.kill("closed"));
    }
}
