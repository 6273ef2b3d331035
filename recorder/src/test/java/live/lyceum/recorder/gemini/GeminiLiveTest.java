package live.lyceum.recorder.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import live.lyceum.recorder.testkit.GeminiScript.Fault;
import live.lyceum.recorder.testkit.GeminiScript.Trait;
import live.lyceum.recorder.testkit.GeminiService;
import live.lyceum.recorder.testkit.Told;
import live.lyceum.recorder.testkit.ToneWords;
import live.lyceum.recorder.testkit.Transcribing;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import live.lyceum.recorder.transcribe.SpeechRecognizer.Hints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiLiveTest {
    private static final String KEY = "hidden-key";
    private static final Hints NOTHING = new Hints(List.of(), List.of());
    private static final int PIECE = 320;

    private final GeminiService service = GeminiService.start();
    private final Told told = new Told();
    private GeminiLive gemini = client(service.address(), 3);

    @BeforeEach
    void begin() {
        assertThat(gemini.connections()).isZero();
    }

    @AfterEach
    void end() {
        gemini.close();
        service.close();
    }

    private static GeminiLive client(URI address, int connections) {
        return GeminiLive.open(
                Transcribing.byGemini(address, KEY)
                        .model("gemini-3.5-transcribe-live")
                        .connections(connections)
                        .settings());
    }

    private static void say(SpeechRecognizer.Connection connection, Integer... words) {
        connection.begin();
        short[] samples = ToneWords.write(List.of(words), 200, SpeechRecognizer.SAMPLE_RATE_HZ);
        for (int at = 0; at < samples.length; at += PIECE) {
            connection.audio(Arrays.copyOfRange(samples, at, at + PIECE));
        }
        connection.end();
    }

    private SpeechRecognizer.Connection ready() {
        SpeechRecognizer.Connection connection = gemini.open(NOTHING, told);
        told.expect("ready");
        return connection;
    }

    @Test
    void utterancesBecomeInterimsAndOneResultEach() {
        SpeechRecognizer.Connection connection = gemini.open(NOTHING, told);

        say(connection, 7, 41);
        say(connection, 3);

        told.expect("result en-US w03");
        assertThat(told.all())
                .containsExactly(
                        "ready",
                        "interim w07",
                        "interim w07 w41",
                        "result en-US w07 w41",
                        "interim w03",
                        "result en-US w03");
        assertThat(service.audioMs()).isEqualTo(1_500);
        assertThat(service.strayMs()).isZero();
        assertThat(service.handshakes())
                .extracting(GeminiService.Handshake::key)
                .containsExactly(KEY);
        connection.close();
        told.expect("closed CLOSED");
        await().until(() -> service.connections() == 0);
        assertThat(gemini.connections()).isZero();
    }

    @Test
    void audioGoesInFramesOf100Ms() {
        SpeechRecognizer.Connection connection = ready();

        connection.begin();
        for (int i = 0; i < 7; i++) {
            connection.audio(new short[500]);
        }
        connection.audio(new short[4_000]);
        connection.end();

        await().until(() -> service.frames().size() == 1 + 1 + 5 + 1);
        assertThat(service.frames())
                .allMatch(each -> each.opcode() == 1 && each.last())
                .extracting(each -> each.text().length())
                .containsSequence(
                        frameLength(3_200),
                        frameLength(3_200),
                        frameLength(3_200),
                        frameLength(3_200),
                        frameLength(2_200));
    }

    private static int frameLength(int bytes) {
        return LiveCodec.audio(new byte[bytes]).length();
    }

    @Test
    void audioOutsideOfUtterancesIsNotSent() {
        SpeechRecognizer.Connection connection = ready();

        connection.audio(new short[3_200]);
        connection.end();
        say(connection, 1);
        connection.audio(new short[3_200]);

        told.expect("result en-US w01");
        assertThat(service.audioMs()).isEqualTo(500);
        assertThat(service.strayMs()).isZero();
    }

    @Test
    void hintsGoWithTheSetup() {
        gemini.open(new Hints(List.of("de-DE", "fr"), List.of("Netty")), told);

        told.expect("ready");
        assertThat(service.frames().getFirst().text())
                .contains("\"languageCodes\":[\"de-DE\",\"fr\"]")
                .contains("\"customVocabulary\":[\"Netty\"]");
    }

    @Test
    void bytesPiecesFractionsAndOtherWordsAreUnderstood() {
        for (Trait each :
                List.of(Trait.BINARY, Trait.FRAGMENTED, Trait.FRACTIONAL, Trait.REWORDED)) {
            service.script().set(each, true);
        }
        SpeechRecognizer.Connection connection = ready();

        say(connection, 7);
        told.expect("result en-US Well, w07.");
        service.fault(Fault.GO_AWAY);

        told.expect("goAway 49500");
        assertThat(told.all())
                .containsExactly("ready", "interim w07", "result en-US Well, w07.", "goAway 49500");
    }

    @Test
    void anUtteranceWithoutWordsHasAnEmptyResult() {
        SpeechRecognizer.Connection connection = ready();
        connection.begin();
        connection.audio(new short[SpeechRecognizer.SAMPLE_RATE_HZ]);
        connection.end();
        say(connection, 17);
        told.expect("result en-US w17");
        assertThat(told.withoutInterims())
                .containsExactly("ready", "result null ", "result en-US w17");
    }

    @Test
    void lateAndDoubledResultsAreToldAsTheyCome() {
        service.script().set(Trait.LATE, true);
        service.script().set(Trait.DOUBLED, true);
        service.script().lateMs(50);
        SpeechRecognizer.Connection connection = ready();

        say(connection, 7);
        say(connection, 8);

        await().until(() -> told.withoutInterims().size() == 5);
        assertThat(told.withoutInterims())
                .containsExactly(
                        "ready",
                        "result en-US w07",
                        "result en-US w07",
                        "result en-US w08",
                        "result en-US w08");
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE_1000, BROKEN",
        "CLOSE_1007, BROKEN",
        "CLOSE_1008, BROKEN",
        "CLOSE_1011, BROKEN",
        "QUOTA, BUSY",
        "DROP, BROKEN",
        "NONSENSE, BROKEN",
        "FLOOD, BROKEN"
    })
    void eachEndIsOfOneKind(Fault fault, End end) {
        SpeechRecognizer.Connection connection = ready();
        say(connection, 7);
        told.expect("result en-US w07");

        service.fault(fault);

        told.expect("closed " + end);
        say(connection, 8);
        assertThat(told.withoutInterims())
                .containsExactly("ready", "result en-US w07", "closed " + end);
        assertThat(gemini.ended(end)).isEqualTo(1);
        assertThat(gemini.connections()).isZero();
        await().until(() -> service.connections() == 0);
    }

    @ParameterizedTest
    @CsvSource({"CLOSE_1000", "CLOSE_1008", "CLOSE_1011", "DROP"})
    void anEndThatWasAnnouncedIsAnExpiry(Fault fault) {
        ready();
        service.fault(Fault.GO_AWAY);
        told.expect("goAway 50000");

        service.fault(fault);

        told.expect("closed EXPIRED");
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED",
        "401, REFUSED",
        "403, REFUSED",
        "404, REFUSED",
        "429, BUSY",
        "500, BROKEN",
        "503, BUSY"
    })
    void aRefusedHandshakeIsOfOneKind(int status, End end) {
        service.script().refuse(status, 1);

        gemini.open(NOTHING, told);

        told.expect("closed " + end);
        assertThat(told.all()).containsExactly("closed " + end);
        ready();
    }

    @Test
    void aServiceThatIsAwayIsBrokenUntilItIsBack() {
        service.down();
        gemini.open(NOTHING, told);
        told.expect("closed BROKEN");

        service.up();

        say(ready(), 7);
        told.expect("result en-US w07");
    }

    @Test
    void anUnknownModelIsRefused() {
        gemini.close();
        gemini =
                GeminiLive.open(
                        Transcribing.byGemini(service.address(), KEY).model("other").settings());

        gemini.open(NOTHING, told);

        told.expect("closed REFUSED");
    }

    @Test
    void noMoreConnectionsThanTwiceTheLimit() {
        Told first = new Told();
        SpeechRecognizer.Connection one = gemini.open(NOTHING, first);
        for (int more = 1; more < 2 * 3; more++) {
            gemini.open(NOTHING, new Told());
        }

        say(gemini.open(NOTHING, told), 7);

        told.expect("closed BUSY");
        assertThat(told.all()).containsExactly("closed BUSY");
        assertThat(gemini.connections()).isEqualTo(2 * 3);
        one.close();
        first.expect("closed CLOSED");
        ready();
    }

    /// 30 s may wait, and what is on its way waits no more.
    @Test
    void moreThanMayWaitBreaksTheConnection() throws IOException {
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gemini.close();
            gemini = client(URI.create("http://127.0.0.1:" + mute.getLocalPort()), 1);
            SpeechRecognizer.Connection connection = gemini.open(NOTHING, told);
            connection.begin();
            for (int i = 0; i < 299; i++) {
                connection.audio(new short[1_600]);
            }
            assertThat(told.all()).isEmpty();
            assertThat(gemini.connections()).isEqualTo(1);

            connection.audio(new short[1_600]);

            told.expect("closed BROKEN");
            assertThat(gemini.overflows()).isEqualTo(1);
        }
    }

    @Test
    void aServiceThatDoesNotReadBreaksTheConnectionWhenTooMuchWaits() {
        try (GeminiService narrow = GeminiService.startNarrow()) {
            gemini.close();
            gemini = client(narrow.address(), 1);
            SpeechRecognizer.Connection connection = ready();
            narrow.fault(Fault.FREEZE);
            connection.begin();
            for (int i = 0; i < 10_000 && gemini.connections() == 1; i++) {
                connection.audio(new short[1_600]);
            }

            told.expect("closed BROKEN");
            assertThat(gemini.overflows()).isEqualTo(1);
            assertThat(told.all()).containsExactly("ready", "closed BROKEN");
        }
    }

    /// What was sent does not count any more, however much it is.
    @Test
    void anHourOfSpeechDoesNotFillTheQueue() {
        SpeechRecognizer.Connection connection = ready();
        connection.begin();
        for (int i = 1; i <= 36; i++) {
            for (int piece = 0; piece < 10; piece++) {
                connection.audio(new short[16_000]);
            }
            long sentMs = i * 10_000L;
            await().until(() -> service.audioMs() == sentMs);
        }
        say(connection);

        assertThat(told.all()).containsExactly("ready");
    }

    @Test
    void aServiceThatStallsIsLeftByClosing() {
        SpeechRecognizer.Connection connection = ready();
        service.fault(Fault.FREEZE);
        for (int i = 0; i < 3; i++) {
            say(connection, 7, 8, 9);
        }

        connection.close();

        told.expect("closed CLOSED");
        assertThat(told.withoutInterims()).containsExactly("ready", "closed CLOSED");
    }

    @Test
    void closingEndsEverythingAndLeavesNoThreads() {
        gemini.close();
        Set<Thread> others = selectors();
        gemini = client(service.address(), 3);
        Set<Thread> own = selectors();
        own.removeAll(others);
        assertThat(own).isNotEmpty();
        SpeechRecognizer.Connection connection = ready();
        say(connection, 7);

        gemini.close();

        told.expect("closed CLOSED");
        connection.close();
        say(connection, 7);
        await().until(() -> service.connections() == 0);
        Told late = new Told();
        gemini.open(NOTHING, late);
        late.expect("closed CLOSED");
        await().until(() -> own.stream().noneMatch(Thread::isAlive));
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("HttpClient"))
                .collect(Collectors.toSet());
    }

    @Test
    void theKeyIsNotShown() {
        assertThat(gemini.toString()).doesNotContain("hidden");
    }
}
