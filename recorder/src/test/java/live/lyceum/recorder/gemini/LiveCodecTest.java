package live.lyceum.recorder.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveCodecTest {
    private static final String EVERYTHING =
            """
            {"setupComplete":{"sessionId":"x"},"serverContent":{
              "interimInputTranscription":{"text":" so far"},
              "inputTranscription":{"text":" hello world","languageCode":"en-US","finished":true,
                "words":[{"word":"hello","startOffset":"0.5s"}]},"turnComplete":true},
             "goAway":{"timeLeft":"49.5s"},"voiceActivity":{"audioOffset":"4.1s"},
             "usageMetadata":{"totalTokenCount":30},"future":[{"x":null}]}
            """;

    @Test
    void readsAllThatAMessageHasAndIgnoresWhatItDoesNotKnow() {
        assertThat(LiveCodec.read(EVERYTHING))
                .containsExactly(
                        new LiveAnswer.Ready(),
                        new LiveAnswer.Interim("so far"),
                        new LiveAnswer.Result("hello world", "en-US"),
                        new LiveAnswer.GoAway(49_500));
        assertThat(LiveCodec.read("{\"serverContent\":{\"inputTranscription\":{\"text\":\"\"}}}"))
                .containsExactly(new LiveAnswer.Result("", null));
    }

    @Test
    void noPrefixOfAMessageThrows() {
        String message = EVERYTHING.strip();
        for (int length = 0; length < message.length(); length++) {
            assertThat(LiveCodec.read(message.substring(0, length))).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"setupComplete":7,"serverContent":[],"goAway":"soon"}
                    {"serverContent":{"inputTranscription":{"text":7}}}
                    {"serverContent":{"interimInputTranscription":{"text":"  "}}}
                    {}
                    """)
    void whatHasOtherTypesTellsNothing(String message) {
        assertThat(LiveCodec.read(message)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "50s, 50000",
        "49.5s, 49500",
        "0.000000001s, 0",
        "-1s, 0",
        "1e999999999s, 2147483647",
        "50, 0",
        "s, 0",
        "'', 0",
        "xs, 0"
    })
    void durationsHaveFractionsAndBounds(String written, long ms) {
        assertThat(LiveCodec.durationMs(written)).isEqualTo(ms);
    }

    @Test
    void theVocabularyIsBounded() {
        var words = Collections.nCopies(200, "word");

        String setup = LiveCodec.setup("m", new Hints(List.of(), words));

        assertThat(setup.split("\"word\"", -1)).hasSize(LiveCodec.MAX_WORDS + 1);
        assertThat(LiveCodec.setup("m", new Hints(List.of(), List.of(" ", "x".repeat(101)))))
                .isEqualTo(LiveCodec.setup("m", new Hints(List.of(), List.of())));
    }

    @Test
    void piecesBecomeOneMessageAlsoWithinACharacter() {
        var incoming = new Incoming();
        byte[] bytes = "aé".getBytes(StandardCharsets.UTF_8);

        assertThat(incoming.add(ByteBuffer.wrap(bytes, 0, 2), false)).isNull();
        assertThat(incoming.add(ByteBuffer.wrap(bytes, 2, 1), true)).isEqualTo("aé");
        assertThat(incoming.add("b", false)).isNull();
        assertThat(incoming.add("c", true)).isEqualTo("bc");
        assertThat(incoming.tooLong()).isFalse();
    }

    @Test
    void aMessageIsAtMostAMebibyteLong() {
        var incoming = new Incoming();
        incoming.add(ByteBuffer.allocate(Incoming.MAX_BYTES), false);
        assertThat(incoming.tooLong()).isFalse();

        incoming.add(ByteBuffer.allocate(1), true);

        assertThat(incoming.tooLong()).isTrue();
        assertThat(incoming.add("more", true)).isNull();
    }
}
