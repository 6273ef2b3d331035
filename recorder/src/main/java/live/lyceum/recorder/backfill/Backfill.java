package live.lyceum.recorder.backfill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.BatchRecognizer.Audio;
import live.lyceum.recorder.backfill.BatchRecognizer.NotRecognized;
import live.lyceum.recorder.backfill.BatchRecognizer.Segment;
import live.lyceum.recorder.backfill.PieceCutter.Piece;
import live.lyceum.recorder.backfill.SpokenAudio.Block;
import live.lyceum.recorder.backfill.SpokenAudio.Span;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills the gaps of a transcript after the lesson: what was said in them is read from the journals
/// of the microphones and recognised, one piece after another. Safe to call from any thread.
public final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    /// Between five tries, two minutes in all.
    private static final List<Long> PAUSES_MS = List.of(2_000L, 8_000L, 30_000L, 80_000L);

    private static final long MAX_PAUSE_MS = 120_000;

    /// When so many pieces in a row were tried in vain, the service is away.
    private static final int AWAY = 2;

    /// A service that has an answer for other pieces is asked so often for one.
    private static final int TRIES_OF_UNFIT = 2;

    /// How a service is asked.
    public enum Asking {
        FREELY,
        /// It was away: until it answers, it is asked once, for one piece.
        ONCE_FIRST,
        /// It is away: what would be asked is left.
        NOT
    }

    /// Waits.
    public interface Pause {
        void forMs(long ms) throws InterruptedException;
    }

    /// What is to be done.
    ///
    /// @param folder with the journals, to which nothing is written any more
    /// @param startedAtMs when the journals' clock was 0, in epoch milliseconds
    /// @param gaps of which there is no text; they may reach over text and silence, and overlap
    /// @param lines that are final: what was said within one by the same speaker is neither sent
    ///   nor said again
    /// @param maxAudioMs of audio that is sent at most, counted as [Result#sentMs] is
    public record Order(
            Path folder,
            long startedAtMs,
            List<Gap> gaps,
            List<TranscriptLine> lines,
            Hints hints,
            long maxAudioMs,
            Asking asking) {
        public Order {
            gaps = List.copyOf(gaps);
            lines = List.copyOf(lines);
        }

        /// Leaves out what was said, and what may have been.
        @Override
        public String toString() {
            return "Order[%s, %d gaps, %d lines]".formatted(folder, gaps.size(), lines.size());
        }
    }

    /// What came of it.
    ///
    /// @param lines in the order in which they began to be said, each the first of its id; ids are
    ///   in that order too, as those may have the same times that came without any
    /// @param left what was said and could not be recognised, in the order of time
    /// @param unfit those of them of which the service makes nothing: asking again is in vain
    /// @param sentMs of audio that was sent, each try counted but those that the service did not
    ///   take
    /// @param answered whether the service had an answer to something
    /// @param failure why it had none to what it was asked last; null: it had, or was not asked
    public record Result(
            List<TranscriptLine> lines,
            List<Gap> left,
            List<Gap> unfit,
            long sentMs,
            boolean answered,
            @Nullable End failure) {
        public Result {
            lines = List.copyOf(lines);
            left = List.copyOf(left);
            unfit = List.copyOf(unfit);
        }

        /// Of an order with nothing to do.
        public static Result nothing() {
            return new Result(List.of(), List.of(), List.of(), 0, false, null);
        }
    }

    private record Said(ParticipantId who, long startMs, long endMs, Segment segment) {}

    private final BatchRecognizer recognizer;
    private final Pause pause;
    private final RandomGenerator random;

    /// @param random for ids: not one that another process has too
    public Backfill(BatchRecognizer recognizer, Pause pause, RandomGenerator random) {
        this.recognizer = recognizer;
        this.pause = pause;
        this.random = random;
    }

    /// Does all that can be done of it; blocks until then, minutes where the service is slow or
    /// away.
    ///
    /// @throws IOException if the folder cannot be read
    public Result run(Order order) throws IOException, InterruptedException {
        var run = new Run(order, random.nextLong());
        List<Span> spans =
                Gap.merged(order.gaps).stream()
                        .filter(each -> each.toMs() > order.startedAtMs)
                        .map(run::span)
                        .toList();
        try (SpokenAudio audio = SpokenAudio.open(order.folder, spans)) {
            for (Block block = audio.next(); block != null; block = audio.next()) {
                run.take(block);
            }
            run.end();
            if (!audio.damaged().isEmpty()) {
                LOG.warn("journals that are not whole: {}", audio.damaged());
            }
        }
        return run.result();
    }

    /// One order under way.
    private final class Run {
        private final Order order;
        private final String ids;
        private final HeardAlready heardAlready;
        private final Map<ParticipantId, PieceCutter> cutters = new HashMap<>();
        private final Deque<Piece> pieces = new ArrayDeque<>();
        private final List<Said> said = new ArrayList<>();
        private final List<Gap> left = new ArrayList<>();
        private final List<Gap> unfit = new ArrayList<>();
        private long sentMs;
        private int inVain;
        private boolean answered;
        private @Nullable End failure;
        private @Nullable NotRecognized last;

        private Run(Order order, long ids) {
            this.order = order;
            this.ids = "b_%016x_".formatted(ids);
            heardAlready = new HeardAlready(order.lines);
        }

        private Span span(Gap gap) {
            long fromMs = Math.max(0, gap.fromMs() - order.startedAtMs);
            return new Span(gap.who(), fromMs, gap.toMs() - order.startedAtMs);
        }

        private void take(Block block) throws InterruptedException {
            cutters.computeIfAbsent(block.span().who(), this::cutter).add(block);
            recognizeAll();
        }

        private PieceCutter cutter(ParticipantId who) {
            return new PieceCutter(
                    who, ms -> heardAlready.at(who, order.startedAtMs + ms), pieces::add);
        }

        private void end() throws InterruptedException {
            cutters.values().forEach(PieceCutter::end);
            recognizeAll();
        }

        private void recognizeAll() throws InterruptedException {
            while (!pieces.isEmpty()) {
                Piece piece = pieces.remove();
                List<Segment> segments = isAway() ? null : recognize(piece);
                if (segments != null) {
                    segments.forEach(each -> say(piece, each));
                } else {
                    left.add(gap(piece));
                }
            }
        }

        private Gap gap(Piece piece) {
            long zeroMs = order.startedAtMs;
            return new Gap(piece.who(), zeroMs + piece.fromMs(), zeroMs + piece.toMs());
        }

        private boolean isAway() {
            return order.asking == Asking.NOT
                    || failure == End.REFUSED
                    || inVain >= (isProbing() ? 1 : AWAY);
        }

        private boolean isProbing() {
            return order.asking == Asking.ONCE_FIRST && !answered;
        }

        /// How often a service is asked that fails so.
        private int tries(End why) {
            return switch (why) {
                case UNFIT -> TRIES_OF_UNFIT;
                case REFUSED -> 1;
                case BUSY, BROKEN, CLOSED, EXPIRED -> isProbing() ? 1 : PAUSES_MS.size() + 1;
            };
        }

        /// What was said in a piece; null if that could not be recognised.
        private @Nullable List<Segment> recognize(Piece piece) throws InterruptedException {
            var audio = new Audio(piece.samples());
            for (int tries = 1; sentMs + audio.lengthMs() <= order.maxAudioMs; tries++) {
                sentMs += audio.lengthMs();
                NotRecognized why;
                try {
                    List<Segment> segments = ask(audio);
                    hasAnswered();
                    return segments;
                } catch (NotRecognized failed) {
                    why = failed;
                    last = failed;
                }
                if (why.why() == End.BUSY || why.why() == End.REFUSED) {
                    sentMs -= audio.lengthMs();
                }
                if (why.why() == End.UNFIT) {
                    hasAnswered();
                }
                if (tries >= tries(why.why())) {
                    giveUp(piece, why.why());
                    return null;
                }
                long askedMs = Math.min(MAX_PAUSE_MS, why.retryAfterMs());
                pause.forMs(Math.max(PAUSES_MS.get(tries - 1), askedMs));
            }
            return null;
        }

        private void hasAnswered() {
            answered = true;
            inVain = 0;
            failure = null;
        }

        private void giveUp(Piece piece, End why) {
            if (why == End.UNFIT) {
                unfit.add(gap(piece));
            } else {
                inVain++;
                failure = why;
            }
        }

        private List<Segment> ask(Audio audio) throws InterruptedException, NotRecognized {
            CompletableFuture<List<Segment>> answer =
                    recognizer.recognize(audio, order.hints).toCompletableFuture();
            try {
                return answer.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof NotRecognized why) {
                    throw why;
                }
                // A recogniser's bug is not to be the end of what others said.
                LOG.error("unexpected, in a recogniser", failed.getCause());
                throw new NotRecognized(End.BROKEN, 0, "unexpected");
            } catch (InterruptedException stopped) {
                answer.cancel(true);
                throw stopped;
            }
        }

        private void say(Piece piece, Segment segment) {
            long startMs = order.startedAtMs + piece.fromMs() + segment.startMs();
            long endMs = order.startedAtMs + piece.fromMs() + segment.endMs();
            said.add(new Said(piece.who(), startMs, endMs, segment));
        }

        private Result result() {
            NotRecognized why = last;
            if (!left.isEmpty() && order.asking != Asking.NOT) {
                LOG.warn(
                        "{} pieces of speech were not recognised: {}",
                        left.size(),
                        why == null ? "the limit of what is sent" : why.toString());
            }
            said.sort(Comparator.comparingLong(Said::startMs));
            var lines = new ArrayList<TranscriptLine>();
            for (Said each : said) {
                lines.add(
                        new TranscriptLine(
                                ids + "%05d".formatted(lines.size() + 1),
                                each.who,
                                each.startMs,
                                each.endMs,
                                each.segment.text(),
                                each.segment.language(),
                                0));
            }
            left.sort(Comparator.comparingLong(Gap::fromMs));
            return new Result(lines, left, unfit, sentMs, answered, failure);
        }
    }
}
