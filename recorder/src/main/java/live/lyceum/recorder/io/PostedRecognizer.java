package live.lyceum.recorder.io;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.jspecify.annotations.Nullable;

/// A recogniser whose listeners are told on the thread of the room they belong to. Owned by that
/// thread; closing it closes the room's connections. Of each connection 64 things wait at most:
/// half as many with another interim result, which is left out then; one that tells more is broken.
final class PostedRecognizer implements SpeechRecognizer {
    /// Has something done on the room's thread, in the order of the calls. Called on any thread.
    interface Post {
        void run(Runnable task);

        /// As [#run], but left out when too much waits.
        ///
        /// @return whether it will be done
        boolean runUnlessBusy(Runnable task);
    }

    static final int MAX_WAITING = 64;

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
                case BROKEN, BUSY, REFUSED, UNFIT -> counts.broken.incrementAndGet();
                case CLOSED, EXPIRED -> {}
            }
        }
    }

    private final class Posted implements Listener {
        private final Listener to;
        private final AtomicInteger waiting = new AtomicInteger();
        private @Nullable Connection connection;

        /// Owned by who tells, one call after another.
        private boolean over;

        private Posted(Listener to) {
            this.to = to;
        }

        private void tell(Runnable what) {
            if (over) {
                return;
            }
            if (waiting.get() >= MAX_WAITING) {
                end(End.BROKEN);
                return;
            }
            waiting.incrementAndGet();
            post.run(() -> {
                waiting.decrementAndGet();
                what.run();
            });
        }

        @Override
        public void ready() {
            tell(to::ready);
        }

        /// The next has all of it too.
        @Override
        public void interim(String text) {
            if (!over && waiting.get() < MAX_WAITING / 2) {
                waiting.incrementAndGet();
                boolean taken =
                        post.runUnlessBusy(() -> {
                            waiting.decrementAndGet();
                            to.interim(text);
                        });
                if (!taken) {
                    waiting.decrementAndGet();
                }
            }
        }

        @Override
        public void result(String text, @Nullable String language) {
            tell(() -> to.result(text, language));
        }

        @Override
        public void goAway(long leftMs) {
            tell(() -> to.goAway(leftMs));
        }

        @Override
        public void closed(End why) {
            if (!over) {
                end(why);
            }
        }

        private void end(End why) {
            over = true;
            post.run(() -> {
                if (connection != null) {
                    connection.close();
                    ended(connection, why);
                }
                to.closed(why);
            });
        }
    }
}
