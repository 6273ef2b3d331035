package live.lyceum.recorder.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import live.lyceum.recorder.testkit.Told;
import live.lyceum.recorder.transcribe.SpeechRecognizer.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection over a WebSocket that is the test's.
class LiveConnectionTest {
    private static final String READY = "{\"setupComplete\":{}}";

    private final Told told = new Told();
    private final Socket socket = new Socket();
    private final LiveConnection connection = new LiveConnection(new Nobody(), told);
    private final WebSocket.Listener incoming = connection.incoming();

    private static final class Nobody implements LiveConnection.Owner {
        @Override
        public void ended(LiveConnection which, End why, String reason) {}

        @Override
        public void overflowed() {}
    }

    /// Notes what is sent; a message is under way until the test says that it is not.
    private static final class Socket implements WebSocket {
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final List<CompletableFuture<WebSocket>> underWay = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            var done = new CompletableFuture<WebSocket>();
            underWay.add(done);
            sent.add(data.toString());
            return done;
        }

        private void arrive() {
            underWay.removeFirst().complete(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            throw new AssertionError("nothing is sent in bytes");
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void request(long n) {}

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return false;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {}
    }

    private void connect() {
        connection.connect(CompletableFuture.completedFuture(socket), "setup");
        await().until(() -> socket.sent.size() == 1);
    }

    private void ready() {
        connect();
        socket.arrive();
        incoming.onText(socket, READY, true);
        told.expect("ready");
    }

    @Test
    void oneMessageIsUnderWayAtATime() {
        ready();
        connection.begin();
        connection.audio(new short[Outgoing.FRAME_BYTES]);
        connection.end();
        for (int sent = 2; sent <= 5; sent++) {
            int before = sent;
            await().until(() -> socket.sent.size() == before);
            // What is given or told meanwhile does not overtake it.
            incoming.onText(socket, "{\"goAway\":{\"timeLeft\":\"%ds\"}}".formatted(sent), true);
            told.expect("goAway %d000".formatted(sent));
            assertThat(socket.underWay).hasSize(1);
            socket.arrive();
        }
        assertThat(socket.sent).hasSize(5).last().isEqualTo(LiveCodec.ACTIVITY_END);
        assertThat(told.all()).noneMatch(each -> each.startsWith("closed"));
    }

    /// @param said what the service says after the end of an utterance: a result, an interim
    ///   result, that it is done
    @ParameterizedTest
    @CsvSource({"D, 1", "RD, 0", "ID, 0", "RID, 0", "DD, 1", "RDD, 0", "IRD, 0", "DR, 1"})
    void whatHasNoWordsIsToldOnce(String said, int empty) {
        ready();
        connection.begin();
        connection.end();
        for (int sent = 2; sent <= 3; sent++) {
            int before = sent;
            await().until(() -> socket.sent.size() == before);
            socket.arrive();
        }
        for (int i = 0; i < said.length(); i++) {
            incoming.onText(socket, content(said.charAt(i)), true);
        }
        incoming.onText(socket, "{\"goAway\":{\"timeLeft\":\"1s\"}}", true);
        told.expect("goAway 1000");
        assertThat(told.all().stream().filter("result null "::equals)).hasSize(empty);
    }

    private static String content(char what) {
        return "{\"serverContent\":{%s}}"
                .formatted(
                        switch (what) {
                            case 'R' -> "\"inputTranscription\":{\"text\":\"w17\"}";
                            case 'I' -> "\"interimInputTranscription\":{\"text\":\"w17\"}";
                            default -> "\"generationComplete\":true";
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"interimInputTranscription", "inputTranscription"})
    void aTextLongerThanAnybodySaysBreaksIt(String kind) {
        ready();
        String message = "{\"serverContent\":{\"%s\":{\"text\":\"%s\"}}}";
        incoming.onText(socket, message.formatted(kind, "x".repeat(16_000)), true);
        await().until(() -> told.all().size() == 2);

        incoming.onText(socket, message.formatted(kind, "x".repeat(16_001)), true);

        told.expect("closed BROKEN");
        assertThat(told.all()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"1007, REFUSED", "1008, REFUSED", "1011, BROKEN"})
    void beforeItIsReadyTheServiceMayRefuse(int code, End end) {
        connect();
        incoming.onClose(socket, code, "no");
        told.expect("closed " + end);
    }

    @ParameterizedTest
    @ValueSource(ints = {1007, 1008, 1011})
    void whatTheServiceDoesNotTakeLaterIsNoRefusal(int code) {
        ready();
        incoming.onClose(socket, code, "no");
        told.expect("closed BROKEN");
    }
}
