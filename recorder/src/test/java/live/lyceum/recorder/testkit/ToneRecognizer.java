package live.lyceum.recorder.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import live.lyceum.recorder.transcribe.SpeechRecognizer;

/// Recognises [ToneWords], or misbehaves on command. Safe to call from any thread if its executor
/// runs one thing at a time.
public final class ToneRecognizer implements SpeechRecognizer {
    /// What the service does.
    public enum Mood {
        WORKS,
        /// Connections break at once.
        BROKEN,
        /// It wants nothing of us.
        REFUSING,
        /// It takes everything and says nothing.
        SILENT
    }

    private final Executor executor;
    private final List<One> open = new ArrayList<>();
    private volatile Mood mood = Mood.WORKS;
    private volatile boolean closed;

    /// @param executor on which listeners are told
    public ToneRecognizer(Executor executor) {
        this.executor = executor;
    }

    public void mood(Mood now) {
        mood = now;
    }

    public boolean closed() {
        return closed;
    }

    public synchronized int connections() {
        return open.size();
    }

    @Override
    public synchronized Connection open(Hints hints, Listener listener) {
        var one = new One(listener);
        open.add(one);
        executor.execute(() -> {
            switch (mood) {
                case BROKEN -> one.over(End.BROKEN);
                case REFUSING -> one.over(End.REFUSED);
                case WORKS, SILENT -> listener.ready();
            }
        });
        return one;
    }

    /// Ends all connections, as the mood says.
    public void end() {
        List<One> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        End why = mood == Mood.REFUSING ? End.REFUSED : End.BROKEN;
        all.forEach(each -> executor.execute(() -> each.over(why)));
    }

    @Override
    public void close() {
        closed = true;
    }

    private synchronized boolean remove(One one) {
        return open.remove(one);
    }

    private final class One implements Connection {
        private final Listener listener;
        private short[] samples = {};

        private One(Listener listener) {
            this.listener = listener;
        }

        private void over(End why) {
            if (remove(this)) {
                listener.closed(why);
            }
        }

        @Override
        public void begin() {
            samples = new short[0];
        }

        @Override
        public void audio(short[] more) {
            int before = samples.length;
            samples = Arrays.copyOf(samples, before + more.length);
            System.arraycopy(more, 0, samples, before, more.length);
            String text = mood == Mood.WORKS ? ToneWords.text(ToneWords.hear(samples)) : "";
            if (!text.isEmpty()) {
                executor.execute(() -> listener.interim(text));
            }
        }

        @Override
        public void end() {
            String text = ToneWords.text(ToneWords.hear(samples));
            if (mood == Mood.WORKS) {
                executor.execute(() -> listener.result(text, "en"));
            }
        }

        @Override
        public void close() {
            executor.execute(() -> over(End.CLOSED));
        }
    }
}
