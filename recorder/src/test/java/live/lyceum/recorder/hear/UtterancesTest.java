package live.lyceum.recorder.hear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import live.lyceum.recorder.testkit.ToneSpeaker.Spoken;
import live.lyceum.recorder.testkit.ToneWords;
import org.junit.jupiter.api.Test;

/// Where an utterance begins and ends. Times are milliseconds of what is fed.
class UtterancesTest {
    private static final int MS = SpeechDecoder.RATE_HZ / 1_000;

    private final Listening heard = new Listening();
    private final Utterances utterances = new Utterances(heard);
    private long ms;

    private void say(int number) {
        feed(ToneWords.write(number, SpeechDecoder.RATE_HZ));
    }

    private void wait(int forMs) {
        feed(new short[forMs * MS]);
    }

    /// In packets of 10 ms.
    private void feed(short[] samples) {
        for (int at = 0; at < samples.length; at += 10 * MS) {
            short[] some = new short[10 * MS];
            System.arraycopy(samples, at, some, 0, some.length);
            utterances.sound(some, some.length, ms * 1_000, true);
            ms += 10;
        }
    }

    private Listening.Utterance only() {
        assertThat(heard.utterances).hasSize(1);
        return heard.utterances.getFirst();
    }

    @Test
    void theTimeBeforeAndAfterBelongsToIt() {
        wait(1_000);
        say(17);
        wait(2_000);

        assertThat(only().fromUs()).isBetween(660_000L, 700_000L);
        assertThat(only().saidUs()).as("speech").isBetween(980_000L, 1_020_000L);
        assertThat(only().toUs()).isBetween(1_980_000L, 2_020_000L);
        assertThat(only().samples())
                .hasSize((int) ((only().toUs() - only().fromUs()) * MS / 1_000));
    }

    @Test
    void aPauseWithinIsNoEnd() {
        wait(1_000);
        say(17);
        wait(600);
        say(42);
        wait(1_000);

        assertThat(only().words()).extracting(Spoken::number).containsExactly(17, 42);
    }

    @Test
    void aClickIsNoSpeech() {
        for (int i = 0; i < 20; i++) {
            wait(480);
            feed(click());
        }
        assertThat(heard.utterances).isEmpty();
        assertThat(heard.open()).isFalse();
    }

    private static short[] click() {
        short[] click = new short[20 * MS];
        for (int i = 0; i < click.length; i++) {
            click[i] = (short) (i % 7 * 1_000);
        }
        return click;
    }

    @Test
    void aLongOneEndsInAPause() {
        wait(1_000);
        int words = 0;
        for (; ms < 21_000; words++) {
            say(words % 100);
            wait(120);
        }
        wait(150);
        say(99);
        wait(1_000);

        assertThat(heard.utterances).hasSize(2);
        assertThat(heard.utterances.getFirst().words()).hasSize(words);
        assertThat(heard.utterances.getFirst().toUs()).isBetween(21_000_000L, 21_900_000L);
        assertThat(heard.utterances.getLast().words())
                .extracting(Spoken::number)
                .containsExactly(99);
    }

    @Test
    void oneWithoutAPauseIsCutAndNothingIsMissing() {
        wait(1_000);
        while (ms < 70_000) {
            say(17);
            wait(120);
        }
        wait(1_000);

        assertThat(heard.utterances).hasSize(3);
        for (int i = 0; i < 2; i++) {
            Listening.Utterance each = heard.utterances.get(i);
            assertThat(each.samples()).hasSize(30_000 * MS);
            assertThat(heard.utterances.get(i + 1).fromUs()).isEqualTo(each.toUs());
        }
    }

    @Test
    void anInterruptionEndsIt() {
        wait(1_000);
        say(17);
        utterances.interrupt();

        assertThat(only().words()).extracting(Spoken::number).containsExactly(17);
        wait(3_000);
        only();
    }

    @Test
    void silenceThatWasNotSentIsNotHowLoudItIsThere() {
        var noise = new Random(1);
        for (int second = 0; second < 30; second++) {
            short[] loud = new short[500 * MS];
            for (int i = 0; i < loud.length; i++) {
                loud[i] = (short) (noise.nextGaussian() * 200);
            }
            feed(loud);
            utterances.silence(500 * MS, ms * 1_000);
            ms += 500;
        }
        assertThat(heard.utterances.stream().filter(each -> each.fromUs() > 4_000_000)).isEmpty();
        assertThat(heard.open()).isFalse();
    }
}
