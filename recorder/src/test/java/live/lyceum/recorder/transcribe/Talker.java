package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Somebody who says the words 1, 2, 3 and so on, in utterances, and remembers when. Each word is
/// 400 ms: its number is the first sample of its first half, and the negative of it that of its
/// second. Some utterances are noise without words.
final class Talker {
    static final long STEP_US = 200_000;

    /// How long audio is on its way.
    private static final long DELAY_US = 60_000;

    /// An utterance: its words, from `firstWord` to before `endWord`, and its time.
    record Said(int firstWord, int endWord, long startUs, long endUs) {}

    final List<Said> said = new ArrayList<>();

    private final Random random;
    private final Timeline timeline;
    private final SpeakerTranscription machine;
    private int words = 1;

    Talker(Random random, Timeline timeline, SpeakerTranscription machine) {
        this.random = random;
        this.timeline = timeline;
        this.machine = machine;
    }

    /// Has all that is to be said put on the timeline.
    void talk(long fromUs, long untilUs) {
        long atUs = fromUs;
        while (atUs < untilUs) {
            atUs += random.nextInt(100) < 2 ? random.nextLong(400_000_000) : pauseUs();
            atUs = utter(atUs, random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(25));
        }
    }

    int words() {
        return words - 1;
    }

    private long pauseUs() {
        return 100_000 + (long) (-Math.log(1 - random.nextDouble()) * 2_500_000);
    }

    private long utter(long startUs, int count) {
        int first = words;
        heard(startUs, new Heard.Began(startUs));
        long atUs = audio(startUs, 0);
        for (int i = 0; i < count; i++) {
            atUs = audio(atUs, words);
            atUs = audio(atUs, -words);
            words++;
        }
        for (int i = 0; i < 3; i++) {
            atUs = audio(atUs, 0);
        }
        heard(atUs, new Heard.Ended(atUs));
        said.add(new Said(first, words, startUs, atUs));
        return atUs;
    }

    private long audio(long atUs, int sign) {
        long endUs = atUs + STEP_US;
        timeline.at(
                endUs + DELAY_US,
                () -> {
                    var samples = new short[SpeechRecognizer.SAMPLE_RATE_HZ / 5];
                    samples[0] = (short) sign;
                    machine.heard(new Heard.Audio(atUs, samples), timeline.nowUs());
                });
        return endUs;
    }

    private void heard(long atUs, Heard what) {
        timeline.at(atUs + DELAY_US, () -> machine.heard(what, timeline.nowUs()));
    }

    /// How a word is written: no two begin alike soon after one another.
    static String word(int number) {
        int mixed = number * 7_919 % 17_576;
        char[] letters = {
            (char) ('a' + mixed / 676), (char) ('a' + mixed / 26 % 26), (char) ('a' + mixed % 26)
        };
        return new String(letters) + number;
    }

    static int number(String word) {
        return Integer.parseInt(word.replaceAll("[^0-9]", ""));
    }
}
