package live.lyceum.recorder.hear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import live.lyceum.recorder.testkit.ToneSpeaker;
import live.lyceum.recorder.testkit.ToneWords;
import live.lyceum.recorder.transcribe.Heard;

/// Takes utterances, and looks whether they are whole.
final class Listening implements Consumer<Heard> {
    /// One that is over, with all its samples.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    record Utterance(long fromUs, long saidUs, long toUs, short[] samples) {
        List<ToneSpeaker.Spoken> words() {
            return ToneWords.hear(samples).stream()
                    .map(each ->
                            new ToneSpeaker.Spoken(each.number(), fromUs + each.offsetMs() * 1_000))
                    .toList();
        }
    }

    final List<Utterance> utterances = new ArrayList<>();
    private boolean open;
    private long fromUs;
    private long saidUs;
    private long nextUs = Long.MIN_VALUE;
    private short[] samples = {};

    @Override
    public void accept(Heard heard) {
        switch (heard) {
            case Heard.Began(long atUs, long said) -> {
                assertThat(open).isFalse();
                assertThat(atUs).isGreaterThanOrEqualTo(nextUs);
                open = true;
                assertThat(said).isGreaterThanOrEqualTo(atUs);
                fromUs = atUs;
                saidUs = said;
                nextUs = atUs;
                samples = new short[0];
            }
            case Heard.Audio(long atUs, short[] more) -> {
                assertThat(open).isTrue();
                assertThat(atUs).isEqualTo(nextUs);
                assertThat(more).isNotEmpty();
                int before = samples.length;
                samples = Arrays.copyOf(samples, before + more.length);
                System.arraycopy(more, 0, samples, before, more.length);
                nextUs += more.length * 1_000_000L / ToneWords.RATE_HZ;
            }
            case Heard.Ended(long atUs) -> {
                assertThat(open).isTrue();
                assertThat(atUs).isEqualTo(nextUs);
                open = false;
                utterances.add(new Utterance(fromUs, saidUs, atUs, samples));
            }
        }
    }

    boolean open() {
        return open;
    }

    List<ToneSpeaker.Spoken> words() {
        return utterances.stream().flatMap(each -> each.words().stream()).toList();
    }
}
