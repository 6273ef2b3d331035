package live.lyceum.recorder.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import live.lyceum.config.ObjectStoreSettings;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.Reading;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.testkit.StoreServer;
import live.lyceum.recorder.testkit.StoredFilm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ArchiveTest {
    private static final RoomId SESSION = new RoomId("ses_1");
    private static final RecordingId ID = new RecordingId("rec_1");
    private static final String FOLDER = "a/b-ses_1/rec_1/";
    private static final long PART = 5L * 1024 * 1024;
    private static final int LARGE = 12 * 1024 * 1024 + 1;

    @TempDir Path files;

    private final StoreServer store = StoreServer.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private S3Archive archive;

    @BeforeEach
    void open() {
        archive = S3Archive.open(store.settings("a/b-"), PART);
    }

    @AfterEach
    void close() {
        archive.close();
        http.close();
        store.close();
    }

    private void put(Film film) throws IOException {
        archive.put(SESSION, ID, files, film, () -> false);
    }

    private URI address(String file, boolean head, boolean save) {
        return archive.address(new Reading(SESSION, ID, file, head, save, Duration.ofMinutes(5)));
    }

    private HttpResponse<byte[]> ask(String method, URI address, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private List<String> stored() {
        return store.names(FOLDER).stream().map(each -> each.substring(FOLDER.length())).toList();
    }

    private S3Client raw() {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(StoreServer.ACCESS, StoreServer.SECRET)))
                .endpointOverride(store.endpoint())
                .forcePathStyle(true)
                .build();
    }

    private int unfinished() {
        try (S3Client s3 = raw()) {
            return s3.listMultipartUploads(ask -> ask.bucket(StoreServer.BUCKET)).uploads().size();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (int) PART, (int) PART + 1, LARGE})
    void allFilesOfAFilmAreThereAsTheyWere(int bytes) throws Exception {
        put(StoredFilm.write(files, bytes));

        assertThat(stored()).isEqualTo(StoredFilm.names());
        for (String name : StoredFilm.names()) {
            var answer = ask("GET", address(name, false, false));
            assertThat(answer.statusCode()).as(name).isEqualTo(200);
            assertThat(answer.body()).as(name).isEqualTo(Files.readAllBytes(files.resolve(name)));
        }
        assertThat(unfinished()).isZero();
    }

    @Test
    void anObjectHasTheTypeAndHashOfItsFile() throws Exception {
        Film film = StoredFilm.write(files, LARGE);
        put(film);

        try (S3Client s3 = raw()) {
            for (Film.File each : film.files()) {
                var head =
                        s3.headObject(
                                ask -> ask.bucket(StoreServer.BUCKET).key(FOLDER + each.name()));
                assertThat(head.contentType()).isEqualTo(each.type());
                assertThat(head.metadata()).containsEntry("sha256", each.sha256());
            }
        }
    }

    @Test
    void whatIsThereAlreadyIsNotReadAgain() throws Exception {
        Film film = StoredFilm.write(files, LARGE);
        put(film);
        Files.delete(files.resolve("lesson.webm"));

        put(film);
    }

    @Test
    void whatIsThereButIsSomethingElseIsReplaced() throws Exception {
        Film film = StoredFilm.write(files, 4);
        store.put(FOLDER + "lesson.webm", "four");

        put(film);

        assertThat(ask("GET", address("lesson.webm", false, false)).body())
                .isEqualTo(Files.readAllBytes(files.resolve("lesson.webm")));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, LARGE})
    void aDamagedFileIsNotKept(int bytes) throws Exception {
        Film film = StoredFilm.write(files, bytes);
        byte[] lesson = Files.readAllBytes(files.resolve("lesson.webm"));
        lesson[bytes - 1] ^= 1;
        Files.write(files.resolve("lesson.webm"), lesson);

        assertThatThrownBy(() -> put(film))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThat(stored()).isEmpty();
        assertThat(unfinished()).isZero();
    }

    @Test
    void aWrongKeyIsToldWithoutIt() throws Exception {
        Film film = StoredFilm.write(files, 4);
        ObjectStoreSettings good = store.settings("");
        var wrong =
                new ObjectStoreSettings(
                        good.bucket(),
                        good.endpoint(),
                        good.region(),
                        "",
                        new ObjectStoreSettings.Keys(StoreServer.ACCESS, "not-the-secret"));
        try (S3Archive stranger = S3Archive.open(wrong, PART)) {
            assertThatThrownBy(() -> stranger.put(SESSION, ID, files, film, () -> false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("403")
                    .message()
                    .doesNotContain("not-the-secret", StoreServer.ACCESS);
            assertThatThrownBy(() -> stranger.delete(SESSION, ID)).isInstanceOf(IOException.class);
        }
        assertThat(store.names("")).isEmpty();
    }

    @Test
    void aStoreThatIsAwayIsToldAndUsedWhenItIsBack() throws Exception {
        Film film = StoredFilm.write(files, 4);
        store.down();
        assertThatThrownBy(() -> put(film))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not answer");

        store.up();
        put(film);
        assertThat(stored()).isEqualTo(StoredFilm.names());
    }

    @Test
    void whatIsStoppedInTheMiddleGoesOnWithTheNext() throws Exception {
        Film film = StoredFilm.write(files, LARGE);
        var asked = new AtomicInteger();
        assertThatThrownBy(() ->
                        archive.put(
                                SESSION, ID, files, film, () -> asked.incrementAndGet() > 1_000))
                .isInstanceOf(IOException.class);
        assertThat(stored()).doesNotContain("lesson.webm");

        put(film);

        assertThat(stored()).isEqualTo(StoredFilm.names());
        assertThat(unfinished()).isZero();
    }

    @Test
    void partsOfAProcessThatDiedAreThrownAway() throws Exception {
        try (S3Client s3 = raw()) {
            s3.createMultipartUpload(
                    ask -> ask.bucket(StoreServer.BUCKET).key(FOLDER + "lesson.webm"));
        }
        assertThat(unfinished()).isOne();

        put(StoredFilm.write(files, 4));

        assertThat(unfinished()).isZero();
    }

    @Test
    void nothingIsLeftOfWhatIsDeletedAndOthersAre() throws Exception {
        put(StoredFilm.write(files, 4));
        store.put("a/b-ses_1/rec_10/lesson.webm", "other");
        try (S3Client s3 = raw()) {
            s3.createMultipartUpload(
                    ask -> ask.bucket(StoreServer.BUCKET).key(FOLDER + "lesson.webm"));
        }

        archive.delete(SESSION, ID);

        assertThat(store.names("a")).containsExactly("a/b-ses_1/rec_10/lesson.webm");
        assertThat(unfinished()).isZero();
        archive.delete(SESSION, ID);
    }

    @Test
    void anAddressIsForRangesAndHeadsAndToSave() throws Exception {
        put(StoredFilm.write(files, 1_000));
        byte[] lesson = Files.readAllBytes(files.resolve("lesson.webm"));

        var range = ask("GET", address("lesson.webm", false, false), "Range", "bytes=10-19");
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(Arrays.copyOfRange(lesson, 10, 20));
        assertThat(range.headers().firstValue("Content-Range")).hasValue("bytes 10-19/1000");
        var head = ask("HEAD", address("lesson.webm", true, false));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue("1000");
        var saved = ask("GET", address("lesson.webm", false, true));
        assertThat(saved.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"lesson.webm\"");
    }

    @Test
    void anAddressIsForOneFile() throws Exception {
        put(StoredFilm.write(files, 10));
        URI other =
                URI.create(
                        address("lesson.webm", false, false)
                                .toString()
                                .replace("lesson.webm?", "strip.jpg?"));

        assertThat(ask("GET", other).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "eu-central-1", "cn-north-1"})
    void theOriginIsThatOfAllAddresses(String region) {
        assertThat(archive.origin()).isEqualTo(store.endpoint().toString());
        var keys = new ObjectStoreSettings.Keys("a", "b");
        for (String bucket : List.of("lessons", "lessons.example")) {
            var aws = new ObjectStoreSettings(bucket, null, region, "", keys);
            try (S3Archive there = S3Archive.open(aws)) {
                var reading = new Reading(SESSION, ID, "a.webm", false, false, Duration.ofHours(1));
                assertThat(there.address(reading).toString())
                        .startsWith(there.origin() + "/")
                        .contains("X-Amz-Expires=3600");
                assertThat(there.origin()).startsWith("https://").contains("amazonaws.com");
            }
        }
    }
}
