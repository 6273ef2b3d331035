package live.lyceum.recorder.backfill;

import java.util.Arrays;
import java.util.function.LongPredicate;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.backfill.SpokenAudio.Block;
import org.jspecify.annotations.Nullable;

/// Cuts what one speaker said into pieces that are recognised at once: at long silences, and where
/// there is text already, which both are left out, and in any case after a minute, where it is
/// quietest. So a text that comes without times is of nothing but what is missing. What is said is
/// told from silence by how loud it is: what is sent in vain costs little, and what is not sent is
/// lost.
final class PieceCutter {
    /// What is sent at once, contiguous.
    ///
    /// @param fromMs on the recording's clock
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Piece(ParticipantId who, long fromMs, short[] samples) {
        long toMs() {
            return fromMs + samples.length / PER_MS;
        }
    }

    /// Where pieces go.
    interface Output {
        void piece(Piece piece);
    }

    private static final int PER_MS = SpeechLine.PER_MS;
    private static final int FRAME = 20 * PER_MS;
    private static final int FIRST = 2_000 * PER_MS;
    private static final int MAX_FRAMES = 60_000 * PER_MS / FRAME;

    /// What is silent around speech belongs to it: words begin and end faintly.
    private static final int PAD_FRAMES = 15;

    private static final int LONG_SILENCE_FRAMES = 250;

    /// What is as short is a click.
    private static final int LEAST_LOUD_FRAMES = 4;

    /// What lies between two lines and is as short has no word in it.
    private static final int LEAST_SAMPLES = 200 * PER_MS;

    /// Where it is quietest is looked for in windows of 200 ms.
    private static final int WINDOW_FRAMES = 10;

    /// About -52 dB of full scale; microphones in use are silent at -60 and less.
    private static final double LOUD = 80;

    private final ParticipantId who;
    private final LongPredicate heardAlready;
    private final Output output;

    /// What is at hand; grows to a minute.
    private short[] samples = new short[FIRST];

    /// Of each frame at hand.
    private final double[] loudness = new double[MAX_FRAMES];

    private SpokenAudio.@Nullable Span span;
    private long beginMs;
    private int length;
    private int frames;

    /// How many frames there are until the end of the last that is loud; 0 if none is.
    private int loudUntil;

    /// @param heardAlready whether there is text of what was said at a moment, in milliseconds on
    ///   the recording's clock: it is in no piece, so that no half of it is said again
    PieceCutter(ParticipantId who, LongPredicate heardAlready, Output output) {
        this.who = who;
        this.heardAlready = heardAlready;
        this.output = output;
    }

    /// Takes more of what was said; where a span begins, the one before is over.
    void add(Block block) {
        if (!block.span().equals(span)) {
            end();
            span = block.span();
            beginMs = block.atMs();
        }
        for (int at = 0; at < block.samples().length; at += FRAME) {
            int count = Math.min(FRAME, block.samples().length - at);
            if (length + FRAME > samples.length) {
                samples = Arrays.copyOf(samples, Math.min(2 * length, MAX_FRAMES * FRAME));
            }
            System.arraycopy(block.samples(), at, samples, length, count);
            frame(count);
        }
    }

    private void frame(int count) {
        if (heardAlready.test(beginMs + (length + count / 2) / PER_MS)) {
            length += count;
            cut();
            return;
        }
        double loud = rootMeanSquare(length, count);
        loudness[frames] = loud;
        length += count;
        frames++;
        if (loud >= LOUD) {
            loudUntil = frames;
        }
        if (loudUntil == 0) {
            forget(frames - PAD_FRAMES);
        } else if (frames - loudUntil >= LONG_SILENCE_FRAMES) {
            give(loudUntil + PAD_FRAMES);
            forget(frames - PAD_FRAMES);
        } else if (frames == MAX_FRAMES) {
            int cut = quietest();
            give(cut);
            forget(cut);
        }
    }

    private double rootMeanSquare(int from, int count) {
        double power = 0;
        for (int i = from; i < from + count; i++) {
            power += (double) samples[i] * samples[i];
        }
        return Math.sqrt(power / count);
    }

    /// The quietest place in the second half, the latest if there are several.
    private int quietest() {
        double least = Double.MAX_VALUE;
        int at = frames / 2;
        for (int i = frames / 2; i + WINDOW_FRAMES <= frames; i++) {
            double sum = 0;
            for (int j = i; j < i + WINDOW_FRAMES; j++) {
                sum += loudness[j];
            }
            if (sum <= least) {
                least = sum;
                at = i + WINDOW_FRAMES / 2;
            }
        }
        return at;
    }

    private void give(int count) {
        int loud = 0;
        for (int i = 0; i < Math.min(count, frames); i++) {
            loud += loudness[i] >= LOUD ? 1 : 0;
        }
        var piece = new short[Math.min(length, Math.min(count, frames) * FRAME)];
        if (loud >= LEAST_LOUD_FRAMES && piece.length >= LEAST_SAMPLES) {
            System.arraycopy(samples, 0, piece, 0, piece.length);
            output.piece(new Piece(who, beginMs, piece));
        }
    }

    private void forget(int count) {
        if (count <= 0) {
            return;
        }
        System.arraycopy(samples, count * FRAME, samples, 0, length - count * FRAME);
        System.arraycopy(loudness, count, loudness, 0, frames - count);
        beginMs += count * FRAME / PER_MS;
        length -= count * FRAME;
        frames -= count;
        loudUntil = Math.max(0, loudUntil - count);
    }

    /// What follows is in another piece.
    private void cut() {
        if (loudUntil > 0) {
            give(loudUntil + PAD_FRAMES);
        }
        beginMs += length / PER_MS;
        length = 0;
        frames = 0;
        loudUntil = 0;
    }

    /// Nothing follows what was said.
    void end() {
        cut();
        samples = new short[FIRST];
        span = null;
    }
}
