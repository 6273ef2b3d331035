package live.lyceum.recorder.command;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import live.lyceum.config.TranscriptionSettings;
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
    private static final File NOTHING = new File("/dev/null");
    private static final int PROBE_S = 10;
    private static final int MAX_WORDS_CHARS = 8_000;

    private final List<String> command;
    private final List<String> languages;
    private final Semaphore free;
    private final Set<Run> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<String> lastTold = new AtomicReference<>("");
    private volatile boolean closed;

    /// @param languages where nobody says which
    Program(TranscriptionSettings.Command command, List<String> languages, int atOnce) {
        this.command = command.words();
        this.languages = List.copyOf(languages);
        free = new Semaphore(atOnce);
    }

    /// Runs it once without audio, to see that it can be run at all; how it ends does not count.
    ///
    /// @throws IOException if it cannot be run
    void probe() throws IOException {
        Process probe =
                builder(List.of(), List.of())
                        .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var _ =
                probe.onExit()
                        .orTimeout(PROBE_S, TimeUnit.SECONDS)
                        .whenComplete((done, late) -> probe.destroyForcibly());
    }

    /// Starts a process; null if as many run as may.
    @Nullable Run start(SpeechRecognizer.Hints hints, Run.Bounds bounds, Run.Listener listener) {
        if (closed || !free.tryAcquire()) {
            return null;
        }
        List<String> spoken = hints.languages().isEmpty() ? languages : hints.languages();
        var run = new Run(builder(spoken, hints.words()), bounds, listener, this::ended);
        running.add(run);
        run.start();
        if (closed) {
            run.kill("closed");
        }
        return run;
    }

    private ProcessBuilder builder(List<String> spoken, List<String> words) {
        var builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        removeSecrets(environment);
        if (!spoken.isEmpty()) {
            environment.put(LANGUAGES, String.join(",", spoken));
        }
        String lines = String.join("\n", words).replace("\0", "");
        if (!lines.isEmpty()) {
            environment.put(WORDS, lines.substring(0, Math.min(lines.length(), MAX_WORDS_CHARS)));
        }
        return builder;
    }

    /// Leaves out what may be a secret of ours.
    static void removeSecrets(Map<String, String> environment) {
        environment.keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
    }

    private void ended(Run which, @Nullable String wrong, String words) {
        running.remove(which);
        free.release();
        if (wrong != null && !closed) {
            tell(wrong, printable(words), failed.incrementAndGet());
        }
    }

    /// Logs what is wrong, but not the same again and again.
    private void tell(String wrong, String words, long count) {
        String told = "%s: %s".formatted(wrong, words);
        if (!told.equals(lastTold.getAndSet(told))) {
            LOG.warn("a program that makes text failed, {} so far; {}", count, told);
        }
    }

    private static String printable(String words) {
        return words.replaceAll("\\p{C}", " ").strip();
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
