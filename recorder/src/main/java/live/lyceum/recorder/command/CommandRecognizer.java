package live.lyceum.recorder.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.recorder.adapter.Turns;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// Recognises speech by a program: a process for each utterance, which hears it while it is spoken.
/// What its lines say together is told as interim results, and once it has ended well as the
/// result; when it ends otherwise, the connection is broken.
public final class CommandRecognizer implements SpeechRecognizer {
    /// 30 s of audio wait, or any for 30 s, and the end is waited for as long as who calls would.
    private static final Run.Bounds BOUNDS =
            new Run.Bounds(960_000, Duration.ofSeconds(30), Duration.ofSeconds(7));

    /// Of one speaker: the program is late with those before the last.
    private static final int MAX_UTTERANCES = 4;

    private static final int MAX_CHARS = 16_000;

    private final Program program;
    private final Run.Bounds bounds;
    private final Set<Speaker> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    CommandRecognizer(Program program, Run.Bounds bounds) {
        this.program = program;
        this.bounds = bounds;
    }

    /// Runs the program once without audio.
    ///
    /// @param settings with a command
    /// @throws IOException if it cannot be run
    public static CommandRecognizer open(TranscriptionSettings settings) throws IOException {
        Program program = Program.of(settings, settings.maxConnections());
        program.probe();
        return new CommandRecognizer(program, BOUNDS);
    }

    @Override
    public Connection open(Hints hints, Listener listener) {
        var fresh = new Speaker(hints, listener);
        open.add(fresh);
        fresh.turns.execute(listener::ready);
        if (closed) {
            fresh.close();
        }
        return fresh;
    }

    /// How many processes run.
    int processes() {
        return program.running();
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Speaker::close);
        program.close();
    }

    /// One connection. Its state is owned by its turns.
    private final class Speaker implements Connection {
        private final Hints hints;
        private final Listener listener;
        private final Turns turns = new Turns("command-recognizer");

        /// Those without a result, the oldest first.
        private final Deque<Utterance> utterances = new ArrayDeque<>();

        private @Nullable Utterance speaking;
        private boolean ended;

        private Speaker(Hints hints, Listener listener) {
            this.hints = hints;
            this.listener = listener;
        }

        @Override
        public void begin() {
            turns.execute(() -> {
                if (!ended) {
                    finish();
                    start();
                }
            });
        }

        private void start() {
            if (utterances.size() == MAX_UTTERANCES) {
                end(End.BROKEN);
                return;
            }
            var fresh = new Utterance(this);
            fresh.run = program.start(hints, bounds, fresh);
            if (fresh.run == null) {
                end(End.BUSY);
                return;
            }
            utterances.add(fresh);
            speaking = fresh;
        }

        @Override
        public void audio(short[] samples) {
            turns.execute(() -> {
                if (speaking != null && speaking.run != null) {
                    speaking.run.feed(samples);
                }
            });
        }

        @Override
        public void end() {
            turns.execute(this::finish);
        }

        private void finish() {
            Utterance said = speaking;
            if (said != null && said.run != null) {
                speaking = null;
                said.ended = true;
                said.run.end();
                settle();
            }
        }

        /// Tells the results there are in the order of speech, and what the next is so far.
        private void settle() {
            Utterance first = utterances.peek();
            while (first != null && first.ended && first.over) {
                utterances.remove();
                listener.result(first.text.toString(), first.language);
                first = utterances.peek();
                if (first != null) {
                    show(first);
                }
            }
        }

        private void show(Utterance what) {
            if (what == utterances.peek() && !what.soFar().isEmpty()) {
                listener.interim(what.soFar());
            }
        }

        private void said(Utterance by, Said what) {
            if (ended) {
                return;
            }
            by.add(what);
            if (by.soFar().length() > MAX_CHARS) {
                end(End.BROKEN);
            } else {
                show(by);
            }
        }

        private void over(Utterance what, @Nullable String wrong) {
            if (ended) {
                return;
            }
            what.over = true;
            if (wrong == null) {
                settle();
            } else {
                end(End.BROKEN);
            }
        }

        @Override
        public void close() {
            turns.execute(() -> end(End.CLOSED));
        }

        private void end(End why) {
            if (ended) {
                return;
            }
            ended = true;
            speaking = null;
            for (Utterance each : utterances) {
                if (each.run != null) {
                    each.run.kill("nobody waits for it");
                }
            }
            utterances.clear();
            open.remove(this);
            listener.closed(why);
        }
    }

    /// What a process makes of an utterance. Owned by its speaker's turns, but for what is told it.
    private static final class Utterance implements Run.Listener {
        private final Speaker speaker;
        private final StringBuilder text = new StringBuilder();
        private String interim = "";
        private @Nullable String language;
        private @Nullable Run run;
        private boolean ended;
        private boolean over;

        private Utterance(Speaker speaker) {
            this.speaker = speaker;
        }

        @Override
        public void said(Said what) {
            speaker.turns.execute(() -> speaker.said(this, what));
        }

        @Override
        public void over(@Nullable String wrong) {
            speaker.turns.execute(() -> speaker.over(this, wrong));
        }

        private void add(Said what) {
            interim = what.last() ? "" : what.text();
            if (what.last()) {
                text.append(text.isEmpty() ? "" : " ").append(what.text());
            }
            if (what.language() != null) {
                language = what.language();
            }
        }

        private String soFar() {
            return text.isEmpty() ? interim : (text + " " + interim).strip();
        }
    }
}
