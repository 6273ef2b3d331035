package live.lyceum.recorder.demo;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import live.lyceum.recorder.adapter.Turns;
import live.lyceum.recorder.transcribe.SpeechRecognizer;

/// Recognises nothing: it says of each utterance how long it was, labelled so that nobody takes it
/// for what was said. It shows transcripts where there is no service and no key.
public final class DemoRecognizer implements SpeechRecognizer {
    private static final int INTERIM_EVERY = SAMPLE_RATE_HZ / 2;

    private final Set<Speaker> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private DemoRecognizer() {}

    public static DemoRecognizer open() {
        return new DemoRecognizer();
    }

    @Override
    public Connection open(Hints hints, Listener listener) {
        var fresh = new Speaker(listener);
        open.add(fresh);
        fresh.turns.execute(listener::ready);
        if (closed) {
            fresh.close();
        }
        return fresh;
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Speaker::close);
    }

    /// Its counts are owned by its turns.
    private final class Speaker implements Connection {
        private final Listener listener;
        private final Turns turns = new Turns("demo-recognizer");
        private boolean inUtterance;
        private long samples;
        private boolean ended;

        private Speaker(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void begin() {
            turns.execute(() -> {
                inUtterance = !ended;
                samples = 0;
            });
        }

        @Override
        public void audio(short[] more) {
            int count = more.length;
            turns.execute(() -> count(count));
        }

        private void count(int more) {
            long before = samples / INTERIM_EVERY;
            samples += more;
            if (inUtterance && samples / INTERIM_EVERY > before) {
                listener.interim(text());
            }
        }

        @Override
        public void end() {
            turns.execute(() -> {
                if (inUtterance) {
                    inUtterance = false;
                    listener.result(text(), null);
                }
            });
        }

        private String text() {
            double seconds = (double) samples / SAMPLE_RATE_HZ;
            return String.format(Locale.ROOT, "[demo] %.1f seconds of speech", seconds);
        }

        @Override
        public void close() {
            turns.execute(() -> {
                if (!ended) {
                    ended = true;
                    inUtterance = false;
                    open.remove(this);
                    listener.closed(End.CLOSED);
                }
            });
        }
    }
}
