package live.lyceum.recorder.testkit;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Says [ToneWords] into a stream, as Opus: utterances of some words, and pauses between them.
public final class LessonSpeaker {
    private static final int PER_MS = ToneWords.RATE_HZ / 1_000;
    private static final int FRAME_MS = 20;

    /// A word that was said, and when its speaker began to.
    public record Said(int number, long atMs) {}

    /// Words that were said without a pause. Times are milliseconds on the recording's clock.
    public record Utterance(List<Said> words) {
        public Utterance {
            words = List.copyOf(words);
        }

        public long fromMs() {
            return words.getFirst().atMs();
        }

        public long toMs() {
            return words.getLast().atMs() + ToneWords.WORD_MS;
        }

        /// As [ToneWords] writes it.
        public String text() {
            return String.join(" ", words.stream().map(e -> ToneWords.text(e.number())).toList());
        }
    }

    private final VirtualStream to;
    private final OpusEncoder encoder;
    private final short[] speech;
    private final List<Utterance> utterances = new ArrayList<>();
    private long saidMs;

    /// Decides what to say.
    ///
    /// @param fromMs until when it is silent
    /// @param untilMs from when on it is silent
    public LessonSpeaker(VirtualStream to, long seed, long fromMs, long untilMs) {
        this.to = to;
        try {
            encoder = new OpusEncoder(ToneWords.RATE_HZ, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
        encoder.setBitrate(32_000);
        encoder.setComplexity(1);
        speech = new short[(int) untilMs * PER_MS];
        var random = new Random(seed);
        long atMs = fromMs + random.nextInt(3_000);
        while (atMs < untilMs) {
            var words = new ArrayList<Said>();
            int count = 3 + random.nextInt(12);
            for (int i = 0; i < count && atMs + ToneWords.WORD_MS < untilMs; i++) {
                int number = random.nextInt(ToneWords.COUNT);
                short[] word = ToneWords.write(number, ToneWords.RATE_HZ);
                System.arraycopy(word, 0, speech, (int) atMs * PER_MS, word.length);
                words.add(new Said(number, atMs));
                atMs += ToneWords.WORD_MS + ToneWords.PAUSE_MS + random.nextInt(150);
            }
            if (!words.isEmpty()) {
                utterances.add(new Utterance(words));
            }
            atMs += 800 + random.nextInt(7_000);
        }
    }

    /// Says what is to be said until then.
    public void speak(long untilMs) {
        var out = new byte[1_500];
        for (; saidMs < untilMs; saidMs += FRAME_MS) {
            int at = (int) Math.min(speech.length, saidMs * PER_MS);
            short[] frame = Arrays.copyOfRange(speech, at, at + FRAME_MS * PER_MS);
            Arrays.fill(frame, Math.min(frame.length, speech.length - at), frame.length, (short) 0);
            try {
                int bytes = encoder.encode(frame, 0, frame.length, out, 0, out.length);
                to.frame(saidMs * 1_000, Arrays.copyOf(out, bytes), true);
            } catch (OpusException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    /// What it says.
    public List<Utterance> utterances() {
        return utterances;
    }

    /// The words that are said between two moments, wholly.
    public List<Said> words(long fromMs, long toMs) {
        return utterances.stream()
                .flatMap(each -> each.words().stream())
                .filter(each -> each.atMs() >= fromMs)
                .filter(each -> each.atMs() + ToneWords.WORD_MS <= toMs)
                .toList();
    }

    /// All speak at once, in a lesson.
    public static void all(VirtualLesson lesson, long untilMs, List<LessonSpeaker> speakers) {
        for (long ms = lesson.nowUs() / 1_000; ms < untilMs; ms += 1_000) {
            long nextMs = Math.min(untilMs, ms + 1_000);
            speakers.forEach(each -> each.speak(nextMs));
            lesson.runTo(nextMs * 1_000);
        }
    }
}
