package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import live.lyceum.signaling.testkit.RawSocket;
import live.lyceum.signaling.testkit.TestNode;
import live.lyceum.signaling.testkit.TestSocket;
import live.lyceum.signaling.testkit.UploadPage;
import live.lyceum.signaling.upload.UploadLimits;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings that pages send in chunks.
class UploadTest {
    private static final int MIB = 1 << 20;
    private static final byte[] FIRST = UploadPage.webm(300_000, 1);
    private static final byte[] SECOND = UploadPage.webm(8 * MIB, 2);
    private static final byte[] MP4 = "\0\0\0\u0018ftypisom".getBytes(StandardCharsets.US_ASCII);

    @TempDir private static Path folder;
    private static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /// A session, and those of its people who may record.
    private record Lesson(String id, UploadPage ann, UploadPage ben, List<String> tokens) {}

    private static Lesson lesson(TestNode node) throws IOException, InterruptedException {
        var session =
                node.session(
                        body ->
                                body.get("participants")
                                        .forEach(
                                                each -> ((ObjectNode) each).put("mayRecord", true)),
                        "ann:mentor",
                        "ben:learner");
        return new Lesson(
                session.id(),
                new UploadPage(node, session.tokens().get(0)),
                new UploadPage(node, session.tokens().get(1)),
                session.tokens());
    }

    private static UploadPage ann() throws IOException, InterruptedException {
        return lesson(node).ann();
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        var all = new ByteArrayOutputStream();
        for (byte[] each : parts) {
            all.write(each);
        }
        return all.toByteArray();
    }

    private static Path data(Path folder, Lesson lesson, String id) {
        return folder.resolve("uploads/%s/%s.webm".formatted(lesson.id(), id));
    }

    @Test
    void whatIsSentInChunksIsTheFile() throws IOException, InterruptedException {
        Lesson lesson = lesson(node);
        var made = lesson.ann().create("{'type':'video/webm;codecs=vp8,opus'}");
        String id = made.text("id");
        byte[] whole = joined(FIRST, SECOND);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.nextIndex()).isZero();
        assertThat(made.body().get("maxChunk").asInt()).isEqualTo(8 * MIB);
        var first = lesson.ann().put(id, 0, FIRST);
        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        assertThat(first.nextIndex()).isEqualTo(1);
        assertThat(lesson.ann().put(id, 1, SECOND).status()).isEqualTo(201);
        var done = lesson.ann().complete(id);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.text("state")).isEqualTo("complete");
        assertThat(done.text("sha256")).isEqualTo(UploadPage.hex(whole));
        assertThat(Files.readAllBytes(data(folder, lesson, id))).isEqualTo(whole);
        var film =
                node.http.send(
                        node.request(done.text("url")).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(film.statusCode()).isEqualTo(200);
        assertThat(film.body()).isEqualTo(whole);
        assertThat(incoming(folder)).isEmpty();
    }

    private static List<Path> incoming(Path folder) {
        return Awaitility.await()
                .until(
                        () -> {
                            try (Stream<Path> all =
                                    Files.list(folder.resolve("uploads/.incoming"))) {
                                return all.toList();
                            }
                        },
                        List::isEmpty);
    }

    @Test
    void theSameAgainIsTheSame() throws IOException, InterruptedException {
        UploadPage ann = ann();
        String id = ann.created();
        ann.put(id, 0, FIRST);
        ann.put(id, 1, SECOND);

        var again = ann.put(id, 0, FIRST);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.nextIndex()).isEqualTo(2);
        assertThat(ann.complete(id).status()).isEqualTo(200);
        assertThat(ann.complete(id).status()).isEqualTo(200);
        assertThat(ann.put(id, 1, SECOND).status()).isEqualTo(200);
        assertThat(ann.put(id, 2, FIRST).status()).isEqualTo(409);
    }

    @Test
    void whatIsOutOfOrderIsToldWhatIsAwaited() throws IOException, InterruptedException {
        UploadPage ann = ann();
        String id = ann.created();
        ann.put(id, 0, FIRST);

        for (var wrong : List.of(ann.put(id, 2, FIRST), ann.put(id, 0, SECOND))) {
            assertThat(wrong.status()).isEqualTo(409);
            assertThat(wrong.text("code")).isEqualTo("conflict");
            assertThat(wrong.nextIndex()).isEqualTo(1);
        }
        assertThat(ann.get(id).nextIndex()).isEqualTo(1);
        assertThat(ann.get(id).body().get("bytes").asInt()).isEqualTo(FIRST.length);
    }

    @Test
    void anOperationMakesOneUpload() throws IOException, InterruptedException {
        Lesson lesson = lesson(node);
        String body = "{'op':'%s'}".formatted(TestSocket.op());

        String id = lesson.ann().create(body).text("id");
        lesson.ann().put(id, 0, FIRST);
        var again = lesson.ann().create(body);

        assertThat(again.text("id")).isEqualTo(id);
        assertThat(again.nextIndex()).isEqualTo(1);
        assertThat(lesson.ben().create(body).text("id")).isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
                "sha-512=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
                "sha-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "sha-256=:short:",
                "x"
            })
    void anotherDigestIsRefused(String digest) throws IOException, InterruptedException {
        UploadPage ann = ann();
        String id = ann.created();

        assertThat(ann.put(id, "0", FIRST, digest).status()).isEqualTo(400);
        assertThat(ann.put(id, "0", FIRST, null).status()).isEqualTo(400);
        assertThat(ann.get(id).nextIndex()).isZero();
    }

    @Test
    void aDigestMayStandAmongOthers() throws IOException, InterruptedException {
        UploadPage ann = ann();
        String digest =
                "unixsum=:AA==:, " + UploadPage.contentDigest(FIRST) + ", id-sha-512=:AA==:";

        assertThat(ann.put(ann.created(), "0", FIRST, digest).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"-1, 400", "x, 400", "1000001, 400", "9, 409"})
    void aChunkHasItsNumber(String index, int status) throws IOException, InterruptedException {
        UploadPage ann = ann();
        assertThat(ann.put(ann.created(), index, FIRST, UploadPage.contentDigest(FIRST)).status())
                .isEqualTo(status);
    }

    @Test
    void aChunkHasABodyOfAtMostEightMebibytes() throws IOException, InterruptedException {
        UploadPage ann = ann();
        String id = ann.created();

        assertThat(ann.put(id, 0, new byte[0]).status()).isEqualTo(400);
        assertThat(ann.put(id, 0, UploadPage.webm(8 * MIB + 1, 1)).status()).isEqualTo(413);
        assertThat(ann.put(id, 0, UploadPage.webm(8 * MIB, 1)).status()).isEqualTo(201);
    }

    @Test
    void whatIsNoFilmIsRefused() throws IOException, InterruptedException {
        UploadPage ann = ann();
        String webm = ann.created();
        String mp4 = ann.create("{'type':'video/mp4'}").text("id");

        assertThat(ann.put(webm, 0, MP4).status()).isEqualTo(415);
        assertThat(ann.put(webm, 0, new byte[] {0x1A}).status()).isEqualTo(415);
        assertThat(ann.put(mp4, 0, FIRST).status()).isEqualTo(415);
        assertThat(ann.put(mp4, 0, MP4).status()).isEqualTo(201);
        assertThat(ann.put(mp4, 1, new byte[] {1}).status()).isEqualTo(201);
        assertThat(ann.create("{'type':'image/png'}").status()).isEqualTo(422);
    }

    @Test
    void onlyWhoMayRecordMaySend() throws IOException, InterruptedException {
        var plain = node.session("ann:mentor");
        var nobody = new UploadPage(node, "nonsense");
        var notAllowed = new UploadPage(node, plain.tokens().getFirst());
        Lesson lesson = lesson(node);
        String id = lesson.ann().created();

        assertThat(nobody.create("{}").status()).isEqualTo(401);
        assertThat(nobody.put(id, 0, FIRST).status()).isEqualTo(401);
        assertThat(notAllowed.create("{}").status()).isEqualTo(403);
        assertThat(notAllowed.put(id, 0, FIRST).status()).isEqualTo(403);
        assertThat(lesson.ben().put(id, 0, FIRST).status()).isEqualTo(404);
        assertThat(lesson.ben().get(id).status()).isEqualTo(404);
        assertThat(lesson(node).ann().complete(id).status()).isEqualTo(404);
        assertThat(incoming(folder)).isEmpty();
    }

    @Test
    void thePageIsToldWhoMayRecord() throws IOException, InterruptedException {
        for (boolean may : new boolean[] {true, false}) {
            String token =
                    may
                            ? lesson(node).tokens().getFirst()
                            : node.session("ann:mentor").tokens().getFirst();
            TestSocket page = node.connect();
            page.hello(token);
            assertThat(
                            page.await(each -> each.path("t").asText().equals("welcome"))
                                    .at("/d/mayRecord")
                                    .asBoolean())
                    .isEqualTo(may);
        }
    }

    @Test
    void whatWasRecordedComesAlsoAfterTheEnd() throws IOException, InterruptedException {
        Lesson lesson = lesson(node);
        String id = lesson.ann().created();
        lesson.ann().put(id, 0, FIRST);
        node.post("/api/v1/sessions/%s/end".formatted(lesson.id()), "");

        assertThat(lesson.ann().put(id, 1, SECOND).status()).isEqualTo(201);
        assertThat(lesson.ann().complete(id).status()).isEqualTo(200);
        assertThat(lesson.ann().create("{}").status()).isEqualTo(201);
    }

    @Test
    void aRestartGoesOnWhereItWas(@TempDir Path own) throws IOException, InterruptedException {
        Lesson lesson;
        String id;
        try (var first = TestNode.start(own)) {
            lesson = lesson(first);
            id = lesson.ann().created();
            lesson.ann().put(id, 0, FIRST);
        }
        // The process died while it took the next one: a part of the chunk, and of its line.
        Files.write(data(own, lesson, id), new byte[70_000], StandardOpenOption.APPEND);
        Path log = own.resolve("uploads/%s/%s.log".formatted(lesson.id(), id));
        Files.writeString(log, "{\"index\":1,\"offs", StandardOpenOption.APPEND);
        Path left = Files.writeString(own.resolve("uploads/.incoming/7"), "half");
        try (var second = TestNode.start(own)) {
            var ann = new UploadPage(second, lesson.tokens().getFirst());

            assertThat(left).doesNotExist();
            assertThat(ann.get(id).nextIndex()).isEqualTo(1);
            assertThat(ann.put(id, 0, FIRST).status()).isEqualTo(200);
            assertThat(ann.put(id, 1, SECOND).status()).isEqualTo(201);
            assertThat(ann.complete(id).text("sha256"))
                    .isEqualTo(UploadPage.hex(joined(FIRST, SECOND)));
        }
        try (var third = TestNode.start(own)) {
            var ann = new UploadPage(third, lesson.tokens().getFirst());

            assertThat(ann.get(id).text("sha256")).isEqualTo(UploadPage.hex(joined(FIRST, SECOND)));
            assertThat(Files.readAllBytes(data(own, lesson, id))).isEqualTo(joined(FIRST, SECOND));
        }
    }

    private static UploadLimits limits(long session, int open, long free, long idleMs) {
        return new UploadLimits(8 * MIB, 6 * MIB, session, open, free, idleMs, 100_000_000);
    }

    @Test
    void aSessionHasItsBytes(@TempDir Path own) throws IOException, InterruptedException {
        try (var small = TestNode.start(own, limits(1_000_000, 4, 0, 100_000))) {
            UploadPage ann = lesson(small).ann();
            String id = ann.created();
            assertThat(ann.put(id, 0, UploadPage.webm(900_000, 1)).status()).isEqualTo(201);

            var refused = ann.put(id, 1, UploadPage.webm(100_001, 1));

            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.text("code")).isEqualTo("insufficient_storage");
            assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
            assertThat(ann.put(id, 1, UploadPage.webm(100_000, 1)).status()).isEqualTo(201);
        }
    }

    @Test
    void aRecordingHasItsBytes(@TempDir Path own) throws IOException, InterruptedException {
        try (var small = TestNode.start(own, limits(100 * MIB, 4, 0, 100_000))) {
            UploadPage ann = lesson(small).ann();
            String id = ann.created();
            assertThat(ann.put(id, 0, UploadPage.webm(6 * MIB, 1)).status()).isEqualTo(201);
            assertThat(ann.put(id, 1, new byte[] {1}).status()).isEqualTo(413);
            assertThat(ann.complete(id).status()).isEqualTo(200);
        }
    }

    @Test
    void theDiskKeepsSomeRoom(@TempDir Path own) throws IOException, InterruptedException {
        try (var full = TestNode.start(own, limits(100 * MIB, 4, Long.MAX_VALUE, 100_000))) {
            assertThat(lesson(full).ann().create("{}").status()).isEqualTo(507);
        }
    }

    @Test
    void aSeatHasItsUploads(@TempDir Path own) throws IOException, InterruptedException {
        try (var small = TestNode.start(own, limits(100 * MIB, 2, 0, 100_000))) {
            Lesson lesson = lesson(small);
            String id = lesson.ann().created();
            lesson.ann().created();

            assertThat(lesson.ann().create("{}").status()).isEqualTo(429);
            assertThat(lesson.ben().create("{}").status()).isEqualTo(201);
            lesson.ann().put(id, 0, FIRST);
            lesson.ann().complete(id);
            assertThat(lesson.ann().create("{}").status()).isEqualTo(201);
        }
    }

    @Test
    void anAbandonedUploadIsClosedAndStays(@TempDir Path own)
            throws IOException, InterruptedException {
        try (var hasty = TestNode.start(own, limits(100 * MIB, 1, 0, 1_000))) {
            Lesson lesson = lesson(hasty);
            String id = lesson.ann().created();
            lesson.ann().put(id, 0, FIRST);

            Awaitility.await().until(() -> lesson.ann().get(id).text("state").equals("closed"));

            assertThat(lesson.ann().put(id, 1, SECOND).status()).isEqualTo(409);
            assertThat(lesson.ann().complete(id).status()).isEqualTo(409);
            assertThat(lesson.ann().create("{}").status()).isEqualTo(201);
            assertThat(Files.readAllBytes(data(own, lesson, id))).isEqualTo(FIRST);
        }
    }

    @Test
    void aClientMayAskBeforeItSends() throws IOException, InterruptedException {
        Lesson lesson = lesson(node);
        String id = lesson.ann().created();
        try (var socket = new RawSocket(URI.create(node.url()))) {
            socket.send(head(lesson, id, MP4.length, "Expect: 100-continue\r\n"));
            assertThat(socket.head()).startsWith("HTTP/1.1 100");
            socket.send(new String(MP4, StandardCharsets.US_ASCII));
            assertThat(socket.head()).startsWith("HTTP/1.1 415");
        }
    }

    private static String head(Lesson lesson, String id, int length, String more) {
        return "PUT /media/recordings/%s/chunks/0 HTTP/1.1\r\nHost: x\r\n%s".formatted(id, more)
                + "Authorization: Bearer %s\r\nContent-Length: %d\r\nContent-Digest: %s\r\n\r\n"
                        .formatted(
                                lesson.tokens().getFirst(), length, UploadPage.contentDigest(MP4));
    }

    /// Requests of one connection are answered in their order.
    @Test
    void chunksMayBePipelined() throws IOException, InterruptedException {
        Lesson lesson = lesson(node);
        String id = lesson.ann().create("{'type':'video/mp4'}").text("id");
        String put = head(lesson, id, MP4.length, "") + new String(MP4, StandardCharsets.US_ASCII);
        try (var socket = new RawSocket(URI.create(node.url()))) {
            socket.send(put + put);
            String first = socket.head();
            assertThat(first).startsWith("HTTP/1.1 201");
            socket.body(first);
            assertThat(socket.head()).startsWith("HTTP/1.1 200");
        }
    }

    /// What breaks off in the middle leaves nothing, and takes no place.
    @Test
    void aChunkThatBreaksOffLeavesNothing() throws IOException, InterruptedException {
        Lesson lesson = lesson(node);
        String id = lesson.ann().created();
        for (int i = 0; i < 10; i++) {
            try (var socket = new RawSocket(URI.create(node.url()))) {
                socket.send(head(lesson, id, 4 * MIB, "") + "x".repeat(600_000));
                Awaitility.await().until(() -> node.metric("lyceum_http_chunks") > 0);
            }
            Awaitility.await().until(() -> node.metric("lyceum_http_chunks") == 0);
        }
        assertThat(incoming(folder)).isEmpty();
        assertThat(lesson.ann().put(id, 0, FIRST).status()).isEqualTo(201);
    }

    @Test
    void aSeatSendsAFewChunksAtATime() throws IOException, InterruptedException {
        Lesson lesson = lesson(node);
        String id = lesson.ann().created();
        var open = new ArrayList<RawSocket>();
        try {
            for (int i = 0; i < 4; i++) {
                var socket = new RawSocket(URI.create(node.url()));
                open.add(socket);
                socket.send(head(lesson, id, MP4.length, ""));
            }
            Awaitility.await().until(() -> node.metric("lyceum_http_chunks") == 4);
            assertThat(lesson.ann().put(id, 0, FIRST).status()).isEqualTo(503);
        } finally {
            for (RawSocket each : open) {
                each.close();
            }
        }
        Awaitility.await().until(() -> lesson.ann().put(id, 0, FIRST).status() == 201);
    }
}
