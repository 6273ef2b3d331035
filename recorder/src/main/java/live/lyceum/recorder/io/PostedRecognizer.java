package live.lyceum.recorder.io;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// A recogniser whose listeners are told on the thread of the room they belong to. Owned by that
/// thread; closing it closes the room's connections.
final class PostedRecognizer implements SpeechRecognizer {
    /// Has something done on the room's thread, in the order of the calls. Called on any thread.
    interface Post {
        void run(Runnable task);

        /// As [#run], but left out when too much waits.
        void runUnlessBusy(Runnable task);
    }

    private final SpeechRecognizer recognizer;
    private final Post post;
    private final HearingCounts counts;
    private final Set<Connection> open = new HashSet<>();

    PostedRecognizer(SpeechRecognizer recognizer, Post post, HearingCounts counts) {
        this.recognizer = recognizer;
        this.post = post;
        this.counts = counts;
    }

    @Override
    public Connection open(Hints hints, Listener listener) {
        var posted = new Posted(listener);
        Connection connection = recognizer.open(hints, posted);
        // What it tells is told after this.
        posted.connection = connection;
        open.add(connection);
        counts.connections.incrementAndGet();
        return connection;
    }

    @Override
    public void close() {
        for (Connection each : List.copyOf(open)) {
            each.close();
            // The room may be gone when it is told.
            ended(each, End.CLOSED);
        }
    }

    private void ended(Connection connection, End why) {
        if (open.remove(connection)) {
            counts.connections.decrementAndGet();
            switch (why) {
                case BROKEN, BUSY, REFUSED -> counts.broken.incrementAndGet();
                case CLOSED, EXPIRED -> {}
            }
        }
    }

    private final class Posted implements Listener {
        private final Listener to;
        private @Nullable Connection connection;

        private Posted(Listener to) {
            this.to = to;
        }

        @Override
        public void ready() {
            post.run(to::ready);
        }

        /// The next has all of it too.
        @Override
        public void interim(String text) {
            post.runUnlessBusy(() -> to.interim(text));
        }

        @Override
        public void result(String text, @Nullable String language) {
            post.run(() -> to.result(text, language));
        }

        @Override
        public void goAway(long leftMs) {
            post.run(() -> to.goAway(leftMs));
        }

        @Override
        public void closed(End why) {
            post.run(() -> {
                if (connection != null) {
                    ended(connection, why);
                }
                to.closed(why);
            });
        }
    }
}
