package live.lyceum.recorder.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Speech for machines: words that are numbers from 0 to 99, made of tones.
///
/// A word takes 300 ms. First comes a mark, 60 ms of 600 Hz; then its two digits, the tens first,
/// each 120 ms of `900 + 150 * digit` Hz. The tones have an amplitude of 0.3 and begin and end with
/// 10 ms of a raised cosine. After a word it is silent for at least 120 ms. As text, word 7 is
/// `w07`.
///
/// Who listens looks at windows of 20 ms by Goertzel's algorithm. Speech may be damaged: a third of
/// a word may be missing or made up.
public final class ToneWords {
    /// How long a word takes.
    public static final int WORD_MS = 300;

    /// How long it is silent after one, at least.
    public static final int PAUSE_MS = 120;

    /// How many there are.
    public static final int COUNT = 100;

    /// Of what is listened to.
    public static final int RATE_HZ = 16_000;

    private static final int MARK_MS = 60;
    private static final int DIGIT_MS = 120;
    private static final int RAMP_MS = 10;
    private static final int MARK_HZ = 600;
    private static final int ZERO_HZ = 900;
    private static final int DIGIT_STEP_HZ = 150;
    private static final int DIGITS = 10;
    private static final double AMPLITUDE = 0.3;

    private static final int MS = RATE_HZ / 1_000;
    private static final int WINDOW = 20 * MS;
    private static final int HOP = 2 * MS;

    /// Windows of a mark that are enough to be one: a third of it may be missing.
    private static final int MARKS = 5;

    /// What a tone has of the power of its window, at least.
    private static final double PURITY = 0.4;

    private static final double MIN_AMPLITUDE = 0.03 * Short.MAX_VALUE;

    /// A word, and when it began.
    ///
    /// @param offsetMs since the first sample, to about 10 ms
    public record Word(int number, long offsetMs) {}

    private ToneWords() {}

    /// A word's samples, without the silence after it.
    ///
    /// @param rateHz of the samples: 16,000 or 48,000
    public static short[] write(int number, int rateHz) {
        int ms = rateHz / 1_000;
        var samples = new short[WORD_MS * ms];
        tone(samples, 0, MARK_MS * ms, MARK_HZ, rateHz);
        tone(samples, MARK_MS * ms, DIGIT_MS * ms, hz(number / DIGITS), rateHz);
        tone(samples, (MARK_MS + DIGIT_MS) * ms, DIGIT_MS * ms, hz(number % DIGITS), rateHz);
        return samples;
    }

    /// Words one after another, with so much silence after each.
    public static short[] write(Collection<Integer> numbers, int pauseMs, int rateHz) {
        int step = (WORD_MS + pauseMs) * (rateHz / 1_000);
        var samples = new short[numbers.size() * step];
        int at = 0;
        for (int each : numbers) {
            short[] word = write(each, rateHz);
            System.arraycopy(word, 0, samples, at, word.length);
            at += step;
        }
        return samples;
    }

    private static int hz(int digit) {
        return ZERO_HZ + DIGIT_STEP_HZ * digit;
    }

    private static void tone(short[] samples, int from, int length, int hz, int rateHz) {
        int ramp = RAMP_MS * rateHz / 1_000;
        for (int i = 0; i < length; i++) {
            int edge = Math.min(ramp, Math.min(i, length - i));
            double loud = AMPLITUDE * (1 - Math.cos(Math.PI * edge / ramp)) / 2;
            double value = loud * Math.sin(2 * Math.PI * hz * i / rateHz);
            samples[from + i] = (short) Math.round(value * Short.MAX_VALUE);
        }
    }

    /// A word as text.
    public static String text(int number) {
        return "w%02d".formatted(number);
    }

    /// Words as text: `w07 w41`.
    public static String text(List<Word> words) {
        return words.stream().map(each -> text(each.number())).collect(Collectors.joining(" "));
    }

    /// The whole words in samples of 16 kHz.
    public static List<Word> hear(short[] samples) {
        var words = new ArrayList<Word>();
        int marks = 0;
        for (int at = 0; at + WINDOW <= samples.length; at += HOP) {
            if (purity(samples, at, MARK_HZ) >= PURITY) {
                marks++;
                continue;
            }
            if (marks >= MARKS) {
                Word word = word(samples, at - marks * HOP, at);
                if (word != null) {
                    words.add(word);
                    at = (int) (word.offsetMs() + WORD_MS) * MS - HOP;
                }
            }
            marks = 0;
        }
        return words;
    }

    /// The word whose mark was seen in the windows from `first` to before `over`.
    private static @Nullable Word word(short[] samples, int first, int over) {
        // At its begin a window has the mark as soon as some of it is there, for what is before it
        // is silent; at its end as long as half of it is there.
        int end = over + WINDOW / 2;
        int begin = Math.max(end - MARK_MS * MS, first);
        int tens = digit(samples, begin + MARK_MS * MS);
        int units = digit(samples, begin + (MARK_MS + DIGIT_MS) * MS);
        return tens < 0 || units < 0 ? null : new Word(tens * DIGITS + units, begin / MS);
    }

    /// The digit whose tone begins at `from`; -1 if there is none.
    private static int digit(short[] samples, int from) {
        var votes = new int[DIGITS];
        int last = Math.min(from + (DIGIT_MS - RAMP_MS) * MS, samples.length) - WINDOW;
        for (int at = from + RAMP_MS * MS; at <= last; at += HOP) {
            for (int digit = 0; digit < DIGITS; digit++) {
                if (purity(samples, at, hz(digit)) >= PURITY) {
                    votes[digit]++;
                }
            }
        }
        int best = 0;
        for (int digit = 1; digit < DIGITS; digit++) {
            best = votes[digit] > votes[best] ? digit : best;
        }
        return votes[best] >= MARKS ? best : -1;
    }

    /// How much of the power of a window is of one tone, 0..1; 0 of one that is faint.
    private static double purity(short[] samples, int from, int hz) {
        double turn = 2 * Math.cos(2 * Math.PI * hz / RATE_HZ);
        double before = 0;
        double last = 0;
        double energy = 0;
        for (int i = from; i < from + WINDOW; i++) {
            double next = samples[i] + turn * last - before;
            before = last;
            last = next;
            energy += (double) samples[i] * samples[i];
        }
        double power = last * last + before * before - turn * last * before;
        double faint = MIN_AMPLITUDE * WINDOW / 2;
        return power < faint * faint ? 0 : 2 * power / (WINDOW * energy);
    }
}
