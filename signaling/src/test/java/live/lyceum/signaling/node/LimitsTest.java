package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.signaling.http.HttpLimits;
import live.lyceum.signaling.testkit.RawSocket;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import live.lyceum.signaling.ws.SocketLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a WebSocket may not do, what it is told, and that nobody else is disturbed.
class LimitsTest {
    private static final SocketLimits SHORT = new SocketLimits(300, 100, 400, 300, 200);

    /// What somebody sends in a minute who means harm; a tenth of it in each run.
    private static final int FLOOD = "1".equals(System.getenv("LYCEUM_PROVE")) ? 10_000 : 1_000;

    @TempDir Path folder;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        node = TestNode.start(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void restart(SocketLimits limits, int attempts) throws IOException {
        node.close();
        node = TestNode.start(folder, limits, HttpLimits.DEFAULT, attempts);
    }

    @Test
    void whoSaysNoHelloIsClosed() throws IOException {
        restart(SHORT, 1_000);
        TestSocket silent = node.connect();

        assertThat(silent.closeCode()).isEqualTo(4401);
        assertThat(node.metric("lyceum_ws_closed_total{reason=\"bad_token\"}")).isEqualTo(1);
        await().until(() -> node.metric("lyceum_ws_pending") == 0);
    }

    @Test
    void whoFallsSilentIsClosedAndWhoPingsIsNot() throws IOException, InterruptedException {
        restart(SHORT, 1_000);
        var session = node.session("a:mentor", "b:learner");
        TestSocket silent = node.join(session.tokens().getFirst());
        TestSocket pinging = node.join(session.tokens().getLast());

        await().until(() -> {
            pinging.ask("ping", null, "{'ack':1}");
            return !silent.isOpen();
        });

        assertThat(silent.closeCode()).isEqualTo(4408);
        assertThat(pinging.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "eyJhbGciOiJub25lIiwia2lkIjoiayJ9.e30."})
    void aBadTokenIsClosed(String token) {
        TestSocket socket = node.connect();
        socket.send("hello", null, "{'v':[1],'token':'%s'}".formatted(token));

        assertThat(socket.closeCode()).isEqualTo(4401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json                                         | 4400",
                "[1]                                              | 4400",
                "{\"t\":\"ping\"}                                 | 4400",
                "{\"t\":\"ping\",\"id\":1,\"d\":{\"ack\":0}}      | 4401",
                "{\"t\":\"hello\",\"id\":1,\"d\":{\"v\":[2],\"token\":\"x\"}} | 4426",
            })
    void aBadFirstFrameIsClosed(String text, int code) {
        TestSocket socket = node.connect();
        socket.raw(text);

        assertThat(socket.closeCode()).isEqualTo(code);
    }

    @Test
    void aTokenOfASessionThatIsNoMoreIsClosed() throws IOException, InterruptedException {
        String token = node.session("a:mentor").tokens().getFirst();
        node.close();
        for (String each : new String[] {"lyceum.db", "lyceum.db-wal", "lyceum.db-shm"}) {
            Files.deleteIfExists(folder.resolve(each));
        }
        restart(TestNode.PATIENT, 1_000);
        TestSocket socket = node.connect();
        socket.send("hello", null, "{'v':[1],'token':'%s'}".formatted(token));

        assertThat(socket.closeCode()).isEqualTo(4404);
    }

    @Test
    void aBadRequestIsAnsweredAndTheSocketGoesOn() throws IOException, InterruptedException {
        TestSocket socket = node.join(node.session("a:mentor").tokens().getFirst());

        assertThat(socket.ask("dance", null, "{}").at("/err/code").asText())
                .isEqualTo("unknown_type");
        assertThat(socket.ask("media.state", null, "{}").at("/err/code").asText())
                .isEqualTo("bad_request");
        assertThat(socket.ask("ping", null, "{'ack':2}").get("ok").asBoolean()).isTrue();
        assertThat(node.metric("lyceum_ws_refused_total{reason=\"unknown_type\"}")).isEqualTo(1);
    }

    @Test
    void framesAreBoundedByWhatTheyAre() throws IOException, InterruptedException {
        String token = node.session("a:mentor").tokens().getFirst();
        TestSocket big = node.connect();
        big.raw("{\"t\":\"hello\",\"id\":1,\"x\":\"" + "x".repeat(16 * 1024) + "\"}");
        assertThat(big.closeCode()).isEqualTo(4413);

        TestSocket joined = node.join(token);
        String sdp = "v=0" + "x".repeat(200 * 1024);
        JsonNode offered =
                joined.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'%s'}".formatted(sdp));
        assertThat(offered.get("ok").asBoolean()).isTrue();
        joined.send("ping", null, "{'ack':1,'x':'%s'}".formatted("x".repeat(64 * 1024)));
        assertThat(joined.closeCode()).isEqualTo(4413);
    }

    @Test
    void aFrameBeyondEveryLimitIsClosedBeforeItIsRead() throws IOException {
        try (var socket = new RawSocket(node.signal())) {
            socket.upgrade();
            socket.send("\u0081\u00ff\0\0\0\0\u007f\u00ff\u00ff\u00ff\0\0\0\0");
            assertThat(socket.next()).isEqualTo("close 4413");
        }
    }

    @Test
    void brokenFramesAreClosed() throws IOException {
        byte[] notUtf8 = {(byte) 0xC3, (byte) 0x28};
        for (int first : new int[] {0x81, 0x82, 0x83, 0xC1}) {
            try (var socket = new RawSocket(node.signal())) {
                socket.upgrade();
                socket.frame(first, notUtf8);
                assertThat(socket.next()).isEqualTo("close 4400");
            }
        }
    }

    @Test
    void aTextInPiecesIsOneText() throws IOException {
        try (var socket = new RawSocket(node.signal())) {
            socket.upgrade();
            socket.frame(0x01, "{\"t\":\"hel".getBytes(StandardCharsets.UTF_8));
            socket.frame(0x89, new byte[] {7});
            socket.frame(
                    0x80,
                    "lo\",\"id\":1,\"d\":{\"v\":[9],\"token\":\"x\"}}"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(socket.next()).isEqualTo("\u0007");
            assertThat(socket.next()).isEqualTo("close 4426");
        }
    }

    @Test
    void whoAsksTooMuchIsToldAndThenClosed() throws IOException, InterruptedException {
        var session = node.session("a:mentor", "b:learner");
        TestSocket loud = node.join(session.tokens().getFirst());
        TestSocket other = node.join(session.tokens().getLast());
        for (int i = 0; i < 300 && loud.isOpen(); i++) {
            try {
                loud.send("ping", null, "{'ack':1}");
            } catch (CompletionException closed) {
                break;
            }
        }

        assertThat(loud.closeCode()).isEqualTo(4429);
        JsonNode refused = loud.await(each -> each.path("ok").asBoolean(true) == false);
        assertThat(refused.at("/err/code").asText()).isEqualTo("rate_limited");
        assertThat(refused.at("/err/retryMs").asLong()).isPositive();
        assertThat(other.ask("ping", null, "{'ack':1}").get("ok").asBoolean()).isTrue();
    }

    /// Somebody writes as fast as they can and comes back whenever they are thrown out.
    @Test
    void aFloodOfChatIsHeldBackAndOthersTalkOn() throws IOException, InterruptedException {
        var session = node.session("a:mentor", "b:learner", "c:learner");
        String loud = session.tokens().get(1);
        TestSocket mentor = node.join(session.tokens().get(0));
        TestSocket other = node.join(session.tokens().get(2));
        long startNs = System.nanoTime();
        TestSocket flood = node.join(loud);
        int said = 0;
        for (int i = 0; i < FLOOD; i++) {
            if (!flood.isOpen()) {
                flood = node.join(loud);
            }
            try {
                flood.send("chat.send", TestSocket.op(), "{'text':'flood'}");
            } catch (CompletionException closed) {
                continue;
            }
            if (i % (FLOOD / 20) == 0) {
                mentor.ask("chat.send", TestSocket.op(), "{'text':'line %d'}".formatted(++said));
            }
        }
        other.await(each -> each.at("/d/text").asText().equals("line 20"));

        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs) + 1;
        List<String> heard =
                other.frames().stream()
                        .filter(each -> each.path("t").asText().equals("chat.message"))
                        .map(each -> each.at("/d/text").asText())
                        .toList();
        assertThat(heard.stream().filter(each -> !each.equals("flood")))
                .isEqualTo(IntStream.rangeClosed(1, said).mapToObj("line %d"::formatted).toList());
        assertThat(heard.stream().filter("flood"::equals).count()).isBetween(1L, 20 + 2 * seconds);
        assertThat(mentor.isOpen() && other.isOpen()).isTrue();
    }

    @Test
    void offersHaveARateOfTheirOwn() throws IOException, InterruptedException {
        TestSocket socket = node.join(node.session("a:mentor").tokens().getFirst());
        var codes = new ArrayList<String>();
        for (int gen = 1; gen <= 6; gen++) {
            codes.add(
                    socket.ask(
                                    "media.offer",
                                    TestSocket.op(),
                                    "{'gen':%d,'sdp':'v=0'}".formatted(gen))
                            .at("/err/code")
                            .asText());
        }

        assertThat(codes.subList(0, 4)).containsOnly("");
        assertThat(codes.getLast()).isEqualTo("rate_limited");
    }

    @Test
    void onlyAllowedPagesMayConnect() {
        String own = node.url();
        for (String origin : List.of(own, "https://friend.example")) {
            TestSocket socket = TestSocket.connect(node.http, node.signal(), origin);
            assertThat(socket.ask("dance", null, "{}").at("/err/code").asText())
                    .isEqualTo("unknown_type");
        }
        for (String origin : List.of("https://evil.example", "null", own + "1")) {
            TestSocket socket = TestSocket.connect(node.http, node.signal(), origin);
            assertThat(socket.closeCode()).isEqualTo(4403);
        }
        assertThat(node.metric("lyceum_http_turned_away_total{reason=\"origin\"}")).isEqualTo(3);
    }

    @Test
    void theSubprotocolIsNeeded() throws IOException {
        for (String other : List.of("", "Sec-WebSocket-Protocol: room.v2.json\r\n")) {
            try (var socket = new RawSocket(node.signal())) {
                assertThat(socket.upgrade(other)).startsWith("HTTP/1.1 400");
            }
        }
        try (var socket = new RawSocket(node.signal())) {
            String head = socket.upgrade("Sec-WebSocket-Protocol: other, room.v1.json\r\n");
            assertThat(head).startsWith("HTTP/1.1 101").containsIgnoringCase("room.v1.json");
        }
    }

    @Test
    void silentSocketsAreBoundedAndDoNotKeepOthersOut() throws IOException {
        restart(new SocketLimits(60_000, 2_000, 60_000, 60_000, 5), 1_000);
        var silent = new ArrayList<TestSocket>();
        for (int i = 0; i < 5; i++) {
            silent.add(node.connect());
        }
        assertThatThrownBy(node::connect).isInstanceOf(CompletionException.class);
        assertThat(node.metric("lyceum_http_turned_away_total{reason=\"pending_limit\"}"))
                .isEqualTo(1);

        silent.getFirst().cut();
        await().until(() -> node.metric("lyceum_ws_pending") == 4);
        assertThat(node.connect().isOpen()).isTrue();
    }

    /// A handshake that comes to nothing keeps no place among the sockets without a hello.
    @Test
    void oddHandshakesAreRefusedAndKeepNobodyOut() throws IOException {
        restart(new SocketLimits(60_000, 2_000, 60_000, 60_000, 3), 1_000);
        String good =
                """
                GET /api/v1/signal HTTP/1.1
                Host: 127.0.0.1
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: room.v1.json

                """
                        .replace("\n", "\r\n");
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        List<String> odd =
                List.of(
                        good.replace("Upgrade: websocket", "Upgrade: websocket, x"),
                        good.replace("Upgrade: websocket", "Upgrade: x"),
                        good.replace("Connection: Upgrade", "Connection: close"),
                        good.replace("Version: 13", "Version: 12"),
                        good.replace(key, ""),
                        good.replace(key, key + key),
                        good.replace(key, "Sec-WebSocket-Key: short==\r\n"),
                        good.replace(key, "Sec-WebSocket-Key:\r\n"),
                        good.replace("GET", "POST"));
        for (String request : odd) {
            try (var socket = new RawSocket(node.signal())) {
                socket.send(request);
                assertThat(socket.head()).as(request).startsWith("HTTP/1.1 426");
            }
        }
        assertThat(node.metric("lyceum_ws_pending")).isZero();
        try (var socket = new RawSocket(node.signal())) {
            socket.send(good);
            assertThat(socket.head()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void anAddressThatFailsTooOftenIsTurnedAway() throws IOException, InterruptedException {
        restart(TestNode.PATIENT, 3);
        String token = node.session("a:mentor").tokens().getFirst();
        for (int i = 0; i < 3; i++) {
            TestSocket socket = node.connect();
            socket.send("hello", null, "{'v':[1],'token':'bad'}");
            socket.closeCode();
        }

        assertThatThrownBy(() -> node.join(token)).isInstanceOf(CompletionException.class);
        assertThat(node.metric("lyceum_http_turned_away_total{reason=\"address_limit\"}"))
                .isEqualTo(1);
    }

    /// Row 11 of the reliability table: a reader that stops holds little, is closed and loses
    /// nothing.
    @Test
    void aReaderThatStopsIsClosedAndResumesWithoutLoss() throws IOException, InterruptedException {
        restart(new SocketLimits(60_000, 2_000, 60_000, 500, 200), 1_000);
        var session = node.session("a:mentor", "b:learner");
        var room = new RoomId(session.id());
        TestSocket healthy = node.join(session.tokens().getFirst());
        healthy.ask("media.offer", TestSocket.op(), "{'gen':1,'sdp':'v=0'}");
        try (var stopped = new RawSocket(node.signal())) {
            stopped.upgrade();
            stopped.text(
                    "{\"t\":\"hello\",\"id\":1,\"d\":{\"v\":[1],\"token\":\"%s\"}}"
                            .formatted(session.tokens().getLast()));
            String greeting = stopped.next();
            int sent = 0;
            String slow = "lyceum_ws_closed_total{reason=\"slow_consumer\"}";
            while (node.metric(slow) == 0 && sent < 20_000) {
                sent++;
                // Each is a row, and who is away another.
                int seq = 2 + 2 * sent;
                var state = sent % 2 == 1 ? TransportState.ACTIVE : TransportState.SILENT;
                node.news.transport(room, new ParticipantId("a"), 1, state, 0);
                healthy.awaitSeq(seq);
            }
            assertThat(node.metric(slow)).isEqualTo(1);
            assertThat(2 * sent).as("rows held for one reader").isLessThan(5_000);

            long lastSeq = lastSeq(stopped);
            TestSocket back = node.connect();
            back.resumeFrom(session.tokens().getLast(), greeting, lastSeq);
            back.awaitSeq(2 + 2L * sent);
            assertThat(back.seqs().getFirst()).isEqualTo(lastSeq + 1);
            assertThat(back.seqs()).hasSize((int) (2 + 2L * sent - lastSeq));
        }
    }

    /// Reads what had gone out before the close, which itself may find no room any more.
    private static long lastSeq(RawSocket socket) throws IOException {
        long seq = 2;
        while (true) {
            String frame;
            try {
                frame = socket.next();
            } catch (EOFException e) {
                return seq;
            }
            if (frame.startsWith("close")) {
                return seq;
            }
            int at = frame.indexOf("\"s\":");
            if (at >= 0) {
                long next = Long.parseLong(frame.substring(at + 4, frame.indexOf(',', at)));
                assertThat(next).isEqualTo(seq + 1);
                seq = next;
            }
        }
    }

    @Test
    void aNodeThatGoesAwaySaysSo() throws IOException, InterruptedException {
        TestSocket socket = node.join(node.session("a:mentor").tokens().getFirst());

        node.close();

        assertThat(socket.closeCode()).isEqualTo(4503);
        assertThat(socket.event("draining").at("/d/retryMs").asLong()).isEqualTo(1_000);
    }
}
