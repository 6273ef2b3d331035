package live.lyceum.signaling.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.auth.FileUrls;
import live.lyceum.signaling.auth.SigningKey;
import live.lyceum.signaling.http.HttpLimits;
import live.lyceum.signaling.testkit.RawSocket;
import live.lyceum.signaling.testkit.ScriptedRecorder;
import live.lyceum.signaling.testkit.TestNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Recorded files, from their signed addresses.
class FilesTest {
    private static final RoomId SESSION = new RoomId("ses_1");
    private static final String LESSON = "rec_1.lesson.webm";
    private static final int BYTES = 3_000_001;
    private static final int READERS = 128;

    @TempDir private static Path folder;
    private static TestNode node;
    private static byte[] film;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.start(folder);
        Path files = Files.createDirectories(folder.resolve("recordings/ses_1/rec_1/files"));
        film = new byte[BYTES];
        new Random(7).nextBytes(film);
        Files.write(files.resolve("lesson.webm"), film);
        Files.writeString(files.resolve("strip.vtt"), "WEBVTT\n");
        Files.write(files.resolve("poster.jpg"), new byte[] {1, 2, 3});
        Files.write(files.resolve("track-0001.mp4"), new byte[0]);
        Files.writeString(files.resolve("manifest.json"), "{}");
        Files.createSymbolicLink(files.resolve("link.webm"), folder.resolve("signing-key"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /// Signs as the node does, at another time.
    private static FileUrls urls(Instant now) throws IOException {
        return new FileUrls(SigningKey.loadOrCreate(folder), now::toEpochMilli);
    }

    private static String path(String file) throws IOException {
        return urls(Instant.now()).path(SESSION, file, null);
    }

    private static HttpResponse<byte[]> get(String path, String... headers)
            throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                node.request(path).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return node.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void aFileComesAsAWhole() throws IOException, InterruptedException {
        var answer = get(path(LESSON));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(film);
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(BYTES));
        assertThat(header(answer, "Content-Type")).isEqualTo("video/webm");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Cache-Control")).startsWith("private");
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("inline; filename=\"lesson.webm\"");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(header(answer, "Content-Security-Policy")).contains("media-src 'self'");
    }

    @Test
    void aDownloadIsAnAttachment() throws IOException, InterruptedException {
        assertThat(header(get(path(LESSON) + "&download=1"), "Content-Disposition"))
                .isEqualTo("attachment; filename=\"lesson.webm\"");
    }

    @ParameterizedTest
    @CsvSource({
        "rec_1.strip.vtt, text/vtt; charset=utf-8, 7",
        "rec_1.poster.jpg, image/jpeg, 3",
        "rec_1.track-0001.mp4, video/mp4, 0"
    })
    void aFileHasTheTypeOfItsName(String file, String type, int bytes)
            throws IOException, InterruptedException {
        var answer = get(path(file));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(answer.body()).hasSize(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=5-1000004, 5, 1000000",
        "bytes=2999999-, 2999999, 2",
        "bytes=-3, 2999998, 3",
        "bytes=-9999999, 0, 3000001",
        "bytes=1-99999999999, 1, 3000000"
    })
    void aRangeComesAsAPart(String range, int first, int length)
            throws IOException, InterruptedException {
        var answer = get(path(LESSON), "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(header(answer, "Content-Range"))
                .isEqualTo("bytes %d-%d/%d".formatted(first, first + length - 1, BYTES));
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(film, first, first + length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,5-6",
                "bytes=6-5",
                "lines=0-1",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "x"
            })
    void whatIsNotOneRangeComesAsAWhole(String range) throws IOException, InterruptedException {
        var answer = get(path(LESSON), "Range", range);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=3000001-", "bytes=-0", "bytes=999999999999-9999999999999"})
    void whatIsBehindTheEndIsNotSatisfied(String range) throws IOException, InterruptedException {
        var answer = get(path(LESSON), "Range", range);

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */" + BYTES);
    }

    @Test
    void aRangeOfAnotherVersionComesAsAWhole() throws IOException, InterruptedException {
        var whole = send("HEAD", path(LESSON));
        for (String same : new String[] {header(whole, "ETag"), header(whole, "Last-Modified")}) {
            assertThat(get(path(LESSON), "Range", "bytes=0-1", "If-Range", same).statusCode())
                    .isEqualTo(206);
        }
        assertThat(get(path(LESSON), "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsKnownDoesNotComeAgain() throws IOException, InterruptedException {
        String tag = header(get(path(LESSON)), "ETag");

        assertThat(get(path(LESSON), "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get(path(LESSON), "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void aHeadHasTheLengthAndNoBody() throws IOException, InterruptedException {
        var whole = send("HEAD", path(LESSON));
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEmpty();
        assertThat(header(whole, "Content-Length")).isEqualTo(Integer.toString(BYTES));

        var part = send("HEAD", path(LESSON), "Range", "bytes=0-9");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(header(part, "Content-Length")).isEqualTo("10");
    }

    @Test
    void anAddressEnds() throws IOException, InterruptedException {
        Instant now = Instant.now();
        String good = urls(now.minusSeconds(FileUrls.LIFE_S - 60)).path(SESSION, LESSON, null);
        String late = urls(now.minusSeconds(FileUrls.LIFE_S + 601)).path(SESSION, LESSON, null);

        assertThat(get(good).statusCode()).isEqualTo(200);
        assertThat(get(late).statusCode()).isEqualTo(403);
    }

    @Test
    void onlyWhatWasSignedIsGood() throws IOException, InterruptedException {
        String good = path(LESSON);
        for (String wrong :
                new String[] {
                    good.replace("lesson", "poster").replace("webm", "jpg"),
                    good.replace("ses_1", "ses_2"),
                    good.replaceFirst("exp=\\d", "exp=9"),
                    good.replaceFirst("sig=.", "sig=_"),
                    good.replaceFirst("&sig=.*", ""),
                    good.replaceFirst("exp=\\d+&", ""),
                    good.replaceFirst("\\?.*", ""),
                    good.replaceFirst("exp=\\d+", "exp=99999999999999999999"),
                    good + "&for=ben"
                }) {
            assertThat(get(wrong).statusCode()).as(wrong).isEqualTo(403);
        }
    }

    @Test
    void anAddressIsForWhomItWasGivenTo() throws IOException, InterruptedException {
        String bens = urls(Instant.now()).path(SESSION, LESSON, new ParticipantId("ben"));

        assertThat(get(bens).statusCode()).isEqualTo(200);
        for (String wrong :
                new String[] {bens.replace("for=ben", "for=ann"), bens.replace("&for=ben", "")}) {
            assertThat(get(wrong).statusCode()).as(wrong).isEqualTo(403);
        }
    }

    /// Also with a good signature there is nothing but what a recording is made of.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rec_1.nothing.webm",
                "rec_1.manifest.json",
                "rec_1.link.webm",
                "rec_1.lesson",
                "rec_1",
                "rec_2.lesson.webm",
                "..rec_1.lesson.webm",
                "..%2f..%2fsigning-key",
                "%2e%2e",
                "rec_1.lesson.webm%00",
                "rec_1.a/b.webm"
            })
    void thereIsNothingElse(String file) throws IOException {
        String path = path(file);
        try (var socket = new RawSocket(URI.create(node.url()))) {
            socket.send("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path));
            assertThat(socket.head()).as(path).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void aSessionThatIsAPathIsNone() throws IOException {
        for (String session : new String[] {"..", ".", "%2e%2e", "ses_1%2f.."}) {
            try (var socket = new RawSocket(URI.create(node.url()))) {
                String path = "/media/recordings/%s/%s".formatted(session, LESSON);
                socket.send("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path));
                assertThat(socket.head()).as(path).startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void aConnectionGoesOnAfterAFile() throws IOException {
        try (var socket = new RawSocket(URI.create(node.url()))) {
            String request =
                    "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path("rec_1.strip.vtt"));
            socket.send(request + request);
            for (int i = 0; i < 2; i++) {
                String head = socket.head();
                assertThat(head).startsWith("HTTP/1.1 200");
                assertThat(socket.body(head)).isEqualTo("WEBVTT\n");
            }
        }
    }

    /// A film and a track for as long as they may be looked at, what is read at once for less.
    @Test
    void whatIsElsewhereIsPointedTo(@TempDir Path own) throws IOException, InterruptedException {
        var signed = new FileUrls(SigningKey.loadOrCreate(own), System::currentTimeMillis);
        String film = signed.path(SESSION, LESSON, null);
        String strip = signed.path(SESSION, "rec_1.strip.jpg", null);
        var store = URI.create("https://store.example:9000");
        var recorder = new ScriptedRecorder();
        recorder.elsewhere(store);
        try (var there = TestNode.start(own, recorder)) {
            var played = there.send(there.request(film));
            assertThat(played.statusCode()).isEqualTo(302);
            assertThat(header(played, "Cache-Control")).isEqualTo("no-store");
            assertThat(header(played, "Location"))
                    .startsWith(store + "/ses_1/rec_1/lesson.webm?head=false&save=false&within=2");
            assertThat(header(there.send(there.request(film + "&download=1")), "Location"))
                    .endsWith("head=false&save=true&within=300");
            assertThat(header(there.send(there.request(strip)), "Location"))
                    .isEqualTo(store + "/ses_1/rec_1/strip.jpg?head=false&save=false&within=300");
            assertThat(header(there.send(there.request(strip).HEAD()), "Location"))
                    .contains("head=true");
            assertThat(there.send(there.request(strip.replace("sig=", "sig=x"))).statusCode())
                    .isEqualTo(403);

            Path files = Files.createDirectories(own.resolve("recordings/ses_1/rec_1/files"));
            Files.write(files.resolve("strip.jpg"), new byte[] {1});
            assertThat(there.send(there.request(strip)).statusCode()).isEqualTo(200);
            assertThat(header(there.send(there.request("/")), "Content-Security-Policy"))
                    .contains("img-src 'self' data: blob: " + store + ";")
                    .contains("media-src 'self' blob: mediastream: " + store + ";")
                    .endsWith("frame-ancestors 'self'");
        }
    }

    /// Readers that take nothing hold a piece each, and are let go in the end.
    @Test
    void slowReadersAreFewAndNotForEver(@TempDir Path own)
            throws IOException, InterruptedException {
        Path files = Files.createDirectories(own.resolve("recordings/ses_1/rec_1/files"));
        Files.write(files.resolve("lesson.webm"), film);
        var limits = new HttpLimits(60_000, 1_500, 1_000, 100);
        var sockets = new ArrayList<RawSocket>();
        try (var patient = TestNode.start(own, TestNode.PATIENT, limits, 1_000)) {
            var signed = new FileUrls(SigningKey.loadOrCreate(own), System::currentTimeMillis);
            String get =
                    "GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
                            .formatted(signed.path(SESSION, LESSON, null));
            for (int i = 0; i < READERS; i++) {
                var socket = new RawSocket(URI.create(patient.url()));
                sockets.add(socket);
                socket.send(get);
                assertThat(socket.head()).startsWith("HTTP/1.1 200");
            }
            assertThat(patient.metric("lyceum_http_streams")).isEqualTo(READERS);
            try (var more = new RawSocket(URI.create(patient.url()))) {
                more.send(get);
                assertThat(more.head()).startsWith("HTTP/1.1 503").contains("Retry-After: 5");
            }
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(patient.metric("lyceum_http_streams")).isZero());
        } finally {
            for (RawSocket each : sockets) {
                each.close();
            }
        }
    }
}
