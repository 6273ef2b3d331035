package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recogniser that does what a test tells it to, call by call.
final class FakeService implements SpeechRecognizer {
    final List<FakeConnection> opened = new ArrayList<>();
    final List<Hints> hints = new ArrayList<>();

    @Override
    public Connection open(Hints hints, Listener listener) {
        var connection = new FakeConnection(listener);
        opened.add(connection);
        this.hints.add(hints);
        return connection;
    }

    FakeConnection last() {
        return opened.getLast();
    }

    @Override
    public void close() {
        opened.forEach(FakeConnection::close);
    }

    /// Remembers what it was sent: `[`, then the first sample of each piece of audio, then `]`.
    static final class FakeConnection implements Connection {
        private final Listener listener;
        private final StringBuilder sent = new StringBuilder();
        private boolean closed;

        FakeConnection(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void begin() {
            sent.append('[');
        }

        @Override
        public void audio(short[] samples) {
            sent.append(samples[0]).append(' ');
        }

        @Override
        public void end() {
            sent.append(']');
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                listener.closed(End.CLOSED);
            }
        }

        boolean closed() {
            return closed;
        }

        String sent() {
            return sent.toString();
        }

        void ready() {
            listener.ready();
        }

        void interim(String text) {
            listener.interim(text);
        }

        void result(String text) {
            result(text, null);
        }

        void result(String text, @Nullable String language) {
            listener.result(text, language);
        }

        void goAway(long leftMs) {
            listener.goAway(leftMs);
        }

        void end(End why) {
            closed = true;
            listener.closed(why);
        }
    }
}
