package live.lyceum.recorder.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.lyceum.recorder.testkit.Told;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import org.junit.jupiter.api.Test;

class DemoRecognizerTest {
    private static final SpeechRecognizer.Hints NOTHING =
            new SpeechRecognizer.Hints(List.of(), List.of());

    private final DemoRecognizer demo = DemoRecognizer.open();
    private final Told told = new Told();

    @Test
    void saysHowLongEachUtteranceIs() {
        SpeechRecognizer.Connection connection = demo.open(NOTHING, told);

        connection.begin();
        for (int i = 0; i < 12; i++) {
            connection.audio(new short[1_600]);
        }
        connection.end();
        connection.audio(new short[16_000]);
        connection.end();
        connection.begin();
        connection.audio(new short[3_200]);
        connection.end();
        connection.close();

        told.expect("closed CLOSED");
        assertThat(told.all())
                .containsExactly(
                        "ready",
                        "interim [demo] 0.5 seconds of speech",
                        "interim [demo] 1.0 seconds of speech",
                        "result null [demo] 1.2 seconds of speech",
                        "result null [demo] 0.2 seconds of speech",
                        "closed CLOSED");
    }

    @Test
    void afterItsEndItSaysNothing() {
        SpeechRecognizer.Connection connection = demo.open(NOTHING, told);

        demo.close();
        connection.begin();
        connection.audio(new short[16_000]);
        connection.end();
        connection.close();
        Told late = new Told();
        demo.open(NOTHING, late);

        told.expect("closed CLOSED");
        late.expect("closed CLOSED");
        assertThat(told.all()).containsExactly("ready", "closed CLOSED");
    }
}
