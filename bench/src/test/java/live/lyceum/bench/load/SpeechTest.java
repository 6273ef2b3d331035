package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import live.lyceum.media.api.MediaTap;
import live.lyceum.recorder.hear.SpeakerEar;
import live.lyceum.recorder.transcribe.Heard;
import org.junit.jupiter.api.Test;

class SpeechTest {
    private static final long MINUTE_US = 60_000_000;
    private static final long FRAME_US = 20_000;

    @Test
    void aMicrophoneTalksAboutHalfOfTheTimeAndIsHeard() {
        var source = new Source(false, Speech.make(), new Random(1));
        List<Heard> heard = new ArrayList<>();
        var ear = new SpeakerEar(heard::add, (_, _) -> {}, SpeakerEar.budget());
        byte[] packet = new byte[1_500];
        for (long us = FRAME_US; us <= MINUTE_US; us += FRAME_US) {
            int length = source.write(packet, us * 1_000, 0);
            ear.packet(Arrays.copyOf(packet, length), MediaTap.NO_LEVEL, us);
        }

        long speechMs =
                heard.stream()
                        .mapToLong(each ->
                                each instanceof Heard.Audio(_, short[] samples)
                                        ? samples.length / 16
                                        : 0)
                        .sum();
        assertThat(speechMs).isBetween(20_000L, 45_000L);
        assertThat(heard.stream().filter(each -> each instanceof Heard.Began))
                .hasSizeBetween(4, 15);
        assertThat(ear.damaged()).isZero();
        assertThat(ear.missing()).isZero();
    }
}
