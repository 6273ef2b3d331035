package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// A service that understands [Talker]s, and misbehaves as its mood and its seed have it.
final class MoodyService implements SpeechRecognizer {
    private static final long MS = 1_000;
    private static final long S = 1_000_000;

    /// How often what happens, between 0 and 1.
    ///
    /// @param slow of connections: ready late, or never
    /// @param busy of connections
    /// @param early of connections: they are to end long before their time
    /// @param breaks of utterances: the connection breaks in them
    /// @param stalls of utterances: the connection says nothing more of them, and of all after them
    /// @param late of utterances: their result
    /// @param oddities of utterances, each: split, doubled, worded otherwise
    record Mood(
            double slow,
            double busy,
            double early,
            double breaks,
            double stalls,
            double late,
            double oddities) {}

    private final Timeline timeline;
    private final Random random;
    private final Mood mood;
    private final long outUs;
    private final long backUs;
    private final List<MoodyConnection> opened = new ArrayList<>();

    /// @param outUs from when on it cannot be had at all, until `backUs`
    MoodyService(Timeline timeline, Random random, Mood mood, long outUs, long backUs) {
        this.timeline = timeline;
        this.random = random;
        this.mood = mood;
        this.outUs = outUs;
        this.backUs = backUs;
        timeline.at(outUs, () -> List.copyOf(opened).forEach(one -> one.over(End.BROKEN)));
    }

    @Override
    public Connection open(Hints hints, Listener listener) {
        var connection = new MoodyConnection(listener);
        opened.add(connection);
        connection.start();
        return connection;
    }

    @Override
    public void close() {}

    private boolean happens(double often) {
        return random.nextDouble() < often;
    }

    private long between(long fromMs, long toMs) {
        return (fromMs + random.nextLong(toMs - fromMs)) * MS;
    }

    private final class MoodyConnection implements Connection {
        private final Listener listener;
        private final List<Integer> words = new ArrayList<>();
        private boolean ready;
        private boolean over;
        private boolean mute;
        private boolean inUtterance;
        private int last;
        private int splitAfter;
        private long answeredUs;

        MoodyConnection(Listener listener) {
            this.listener = listener;
        }

        void start() {
            long nowUs = timeline.nowUs();
            if (nowUs >= outUs && nowUs < backUs) {
                later(between(50, 200), () -> over(End.BROKEN));
            } else if (happens(mood.busy())) {
                later(between(50, 200), () -> over(End.BUSY));
            } else {
                boolean slow = happens(mood.slow());
                later(slow ? between(3_000, 14_000) : between(100, 600), this::getReady);
                long lifeUs = happens(mood.early()) ? between(20_000, 400_000) : 600 * S;
                if (!happens(0.2)) {
                    long leftMs = random.nextBoolean() ? 50_000 : 10_000;
                    later(lifeUs - leftMs * MS, () -> tell(() -> listener.goAway(leftMs)));
                }
                later(lifeUs, () -> over(End.EXPIRED));
            }
        }

        private void getReady() {
            ready = true;
            listener.ready();
        }

        private void later(long us, Runnable what) {
            timeline.at(
                    timeline.nowUs() + us,
                    () -> {
                        if (!over) {
                            what.run();
                        }
                    });
        }

        private void tell(Runnable what) {
            if (!mute) {
                what.run();
            }
        }

        void over(End why) {
            if (!over) {
                over = true;
                opened.remove(this);
                listener.closed(why);
            }
        }

        @Override
        public void begin() {
            check(ready && !inUtterance);
            inUtterance = true;
            words.clear();
            last = 0;
            splitAfter = happens(mood.oddities()) ? 2 + random.nextInt(6) : 0;
            if (happens(mood.breaks())) {
                later(between(100, 5_000), () -> over(End.BROKEN));
            }
            if (happens(mood.stalls())) {
                later(Math.max(0, answeredUs - timeline.nowUs()) + MS, () -> mute = true);
            }
        }

        @Override
        public void audio(short[] samples) {
            check(inUtterance);
            int sign = samples[0];
            check(sign >= 0 ? last <= 0 : last == -sign);
            last = sign;
            if (sign > 0) {
                words.add(sign);
                String text = text(words, happens(mood.oddities()));
                long inUs = Math.max(150 * MS, answeredUs - timeline.nowUs());
                later(inUs, () -> tell(() -> listener.interim(text)));
                if (words.size() == splitAfter) {
                    answer(250 * MS, text(words, false));
                    words.clear();
                }
            }
        }

        @Override
        public void end() {
            check(inUtterance);
            inUtterance = false;
            boolean calm = timeline.nowUs() > answeredUs;
            boolean late = happens(mood.late()) && !words.isEmpty();
            int size = words.size();
            if (calm && !late && size > 3 && happens(mood.oddities())) {
                answer(between(200, 800), text(words.subList(0, size / 2), false));
                answer(between(200, 400), text(words.subList(size / 2, size), false));
            } else {
                answer(late ? between(2_500, 6_000) : between(200, 900), text(words, false));
            }
        }

        /// Results come in order.
        private void answer(long us, String text) {
            answeredUs = Math.max(answeredUs, timeline.nowUs()) + us;
            long inUs = Math.min(answeredUs - timeline.nowUs(), 6_500 * MS);
            answeredUs = timeline.nowUs() + inUs;
            later(inUs, () -> tell(() -> listener.result(text, "en-US")));
            if (happens(mood.oddities()) && !text.isEmpty()) {
                later(inUs + between(20, 4_000), () -> tell(() -> listener.result(text, "en-US")));
            }
        }

        @Override
        public void close() {
            over(End.CLOSED);
        }
    }

    private static String text(List<Integer> words, boolean otherwise) {
        String text = words.stream().map(Talker::word).collect(Collectors.joining(" ", " ", ""));
        return otherwise ? "Z" + text.strip() : text.isBlank() ? "" : text;
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("what was sent is no speech");
        }
    }
}
