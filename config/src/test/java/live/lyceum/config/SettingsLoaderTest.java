package live.lyceum.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
    private static final String KEY = "rk_first_0123456789abcdef-_";

    @TempDir Path folder;

    @Test
    void nothingSetGivesTheDefaults() throws Exception {
        var settings = load(Map.of());

        assertThat(settings)
                .isEqualTo(
                        new Settings(
                                new HttpSettings(
                                        InetAddress.ofLiteral("127.0.0.1"),
                                        8080,
                                        null,
                                        Set.of(),
                                        List.of(),
                                        null),
                                new OpsSettings(9090),
                                new MediaSettings(null, 10_000, 1, List.of(), List.of()),
                                new AuthSettings(null, 100),
                                new StorageSettings(Path.of("./data"), null),
                                new WebhookSettings(List.of()),
                                new RecordingSettings(
                                        1_073_741_824L,
                                        12,
                                        Runtime.getRuntime().availableProcessors(),
                                        null,
                                        null),
                                new TranscriptionSettings(
                                        null,
                                        null,
                                        URI.create("https://generativelanguage.googleapis.com"),
                                        "gemini-3.5-transcribe-live",
                                        "gemini-3.5-transcribe",
                                        List.of(),
                                        50,
                                        600,
                                        false,
                                        false),
                                new SummarySettings(true, "gemini-3.5-flash"),
                                false));
    }

    static List<Arguments> goodValues() {
        return List.of(
                good("HTTP_HOST", "0.0.0.0", s -> s.http().host(), ip("0.0.0.0")),
                good("HTTP_HOST", "localhost", s -> s.http().host(), ip("127.0.0.1")),
                good("HTTP_HOST", "::1", s -> s.http().host(), ip("::1")),
                good("HTTP_PORT", "0", s -> s.http().port(), 0),
                good("HTTP_PORT", " 80 ", s -> s.http().port(), 80),
                good("HTTP_PORT", "", s -> s.http().port(), 8080),
                good("OPS_PORT", "65535", s -> s.ops().port(), 65_535),
                good(
                        "ORIGINS",
                        "https://A.example:443, http://b.example:8080",
                        s -> s.http().origins(),
                        Set.of("https://a.example", "http://b.example:8080")),
                good(
                        "TRUSTED_PROXIES",
                        "10.0.0.0/8,192.0.2.1,2001:db8::/32",
                        s -> s.http().trustedProxies(),
                        List.of(
                                new Cidr(ip("10.0.0.0"), 8),
                                new Cidr(ip("192.0.2.1"), 32),
                                new Cidr(ip("2001:db8::"), 32))),
                good(
                        "WEBHOOK_ALLOW",
                        "127.0.0.1, fd00::/8",
                        s -> s.webhooks().allow(),
                        List.of(new Cidr(ip("127.0.0.1"), 32), new Cidr(ip("fd00::"), 8))),
                good(
                        "PUBLIC_URL",
                        "https://live.example/",
                        s -> s.http().publicUrl(),
                        URI.create("https://live.example")),
                good("MEDIA_HOST", "192.0.2.1", s -> s.media().host(), ip("192.0.2.1")),
                good("UDP_PORT", "3478", s -> s.media().udpPort(), 3478),
                good("MEDIA_LOOPS", "4", s -> s.media().loops(), 4),
                good("API_RATE", "250", s -> s.auth().apiRate(), 250),
                good("SUMMARY", "off", s -> s.summary().on(), false),
                good("SUMMARY_MODEL", "other", s -> s.summary().model(), "other"),
                good("RECORDING_MIN_FREE_MB", "2", s -> s.recording().minFreeBytes(), 2_097_152L),
                good("RECORDING_MAX_HOURS", "3", s -> s.recording().maxHours(), 3),
                good("RECORDING_WORKERS", "5", s -> s.recording().workers(), 5),
                good("RECORDING_KEEP_DAYS", "30", s -> s.recording().keepDays(), 30),
                good(
                        "VIDEO_CODECS",
                        "av1, VP9,H264",
                        s -> s.media().videoCodecs(),
                        List.of(VideoCodec.AV1, VideoCodec.VP9, VideoCodec.H264)),
                good(
                        "VIDEO_CODECS",
                        "H264,VP8",
                        s -> s.media().videoCodecs(),
                        List.of(VideoCodec.H264)),
                good("VIDEO_CODECS", "vp8", s -> s.media().videoCodecs(), List.of()),
                good(
                        "ADVERTISE",
                        "203.0.113.7,203.0.113.8:9,2001:db8::1,[2001:db8::2]:9",
                        s -> s.media().advertise(),
                        List.of(
                                new AdvertisedAddress(ip("203.0.113.7"), 0),
                                new AdvertisedAddress(ip("203.0.113.8"), 9),
                                new AdvertisedAddress(ip("2001:db8::1"), 0),
                                new AdvertisedAddress(ip("2001:db8::2"), 9))),
                good("DATA_DIR", "/srv/x", s -> s.storage().dataDir(), Path.of("/srv/x")),
                good("API_KEY", KEY, s -> s.auth().apiKey(), ApiKey.parse(KEY)),
                good("DEMO", "1", Settings::demo, true),
                good("DEMO", "0", Settings::demo, false));
    }

    static List<Arguments> goodDatabases() {
        return List.of(
                good(
                        "DATABASE_URL",
                        "postgresql://lyceum:p%40ss+1@db.example:5433/rooms?sslmode=require",
                        s -> s.storage().database(),
                        new DatabaseSettings(
                                "jdbc:postgresql://db.example:5433/rooms?sslmode=require",
                                "lyceum",
                                "p@ss+1")),
                good(
                        "DATABASE_URL",
                        "jdbc:postgresql://db.example/rooms?user=lyceum&password=a%26b",
                        s -> s.storage().database(),
                        new DatabaseSettings(
                                "jdbc:postgresql://db.example/rooms", "lyceum", "a&b")),
                good(
                        "DATABASE_URL",
                        "postgres://[::1]/rooms",
                        s -> s.storage().database(),
                        new DatabaseSettings("jdbc:postgresql://[::1]/rooms", null, null)));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource({"goodValues", "goodDatabases"})
    void takesFromTheEnvironment(
            String name, String value, Function<Settings, Object> part, Object expected)
            throws Exception {
        assertThat(part.apply(load(Map.of("LYCEUM_" + name, value)))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HTTP_HOST | example.org | "example.org" is not an IP address
                    HTTP_PORT | eighty | "eighty" is not a port (0 to 65535)
                    HTTP_PORT | tcp://10.0.0.1:80 | "tcp://10.0.0.1:80" is not a port (0 to 65535)
                    HTTP_PORT | 65536 | "65536" is not a port (0 to 65535)
                    OPS_PORT | -1 | "-1" is not a port (0 to 65535)
                    OPS_PORT | 8080 | is 8080, as is LYCEUM_HTTP_PORT; they must differ
                    MEDIA_HOST | eth0 | "eth0" is not an IP address
                    UDP_PORT | 10000-20000 | "10000-20000" is not a port (0 to 65535)
                    MEDIA_LOOPS | 0 | "0" is not a number of loops (1 to 64)
                    TLS_CERT | /nowhere/cert.pem | "/nowhere/cert.pem" is not a file
                    DATA_DIR | a\0b | "a\0b" is not a path
                    DEMO | yes | "yes" is neither on nor off
                    PUBLIC_URL | live.example | "live.example" is not a URL such as https://live.example.org
                    PUBLIC_URL | https://a/?b | "https://a/?b" is not a URL such as https://live.example.org
                    ORIGINS | https://a/b | "https://a/b" has an element "https://a/b" that has a path, which an origin has not
                    ORIGINS | * | "*" has an element "*" that is not an origin such as https://example.org
                    ORIGINS | https://a,,https://b | "https://a,,https://b" has an empty element
                    TRUSTED_PROXIES | 10.0.0.0/33 | "10.0.0.0/33" has an element "10.0.0.0/33" that is not an address or address/bits
                    VIDEO_CODECS | VP9,H265 | "VP9,H265" has an element "H265" that is none of H264, VP9, AV1 and VP8
                    VIDEO_CODECS | VP9,AV1,vp9 | "VP9,AV1,vp9" names a codec twice
                    VIDEO_CODECS | VP8,VP9 | "VP8,VP9" has codecs behind VP8, which are never used: everybody has VP8
                    ADVERTISE | a:1 | "a:1" has an element "a:1" that is neither address, address:port nor [IPv6]:port
                    ADVERTISE | 192.0.2.1:0 | "192.0.2.1:0" has an element "192.0.2.1:0" that is neither address, address:port nor [IPv6]:port
                    HTTP_PROT | 80 | there is no such setting
                    """)
    void saysWhatIsWrong(String name, String value, String problem) {
        assertThat(problems(Map.of("LYCEUM_" + name, value)))
                .contains("LYCEUM_" + name + ": " + problem);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_PORT", "TURN_URLS", "TURN_SECRET", "REDIS_URL"})
    void refusesWhatIsNotBuiltYet(Setting setting) throws Exception {
        assertThat(problems(Map.of(setting.variable(), "x")))
                .containsExactly(
                        "%s: %s is not built yet, so leave it unset"
                                .formatted(setting.variable(), setting.description()));
        assertThat(load(Map.of(setting.variable(), " "))).isEqualTo(load(Map.of()));
    }

    @Test
    void reportsEverythingAtOnce() {
        assertThat(
                        problems(
                                Map.of(
                                        "LYCEUM_HTTP_PORT", "x",
                                        "LYCEUM_UDP_PORT", "y",
                                        "LYCEUM_TLS_KEY", "/nowhere",
                                        "LYCEUM_REDIS_URL", "redis://r",
                                        "LYCEUM_TYPO", "z")))
                .containsExactlyInAnyOrder(
                        "LYCEUM_HTTP_PORT: \"x\" is not a port (0 to 65535)",
                        "LYCEUM_UDP_PORT: \"y\" is not a port (0 to 65535)",
                        "LYCEUM_TLS_KEY: needs LYCEUM_TLS_CERT as well",
                        "LYCEUM_TLS_KEY: \"/nowhere\" is not a file",
                        "LYCEUM_REDIS_URL: Redis is not built yet, so leave it unset",
                        "LYCEUM_TYPO: there is no such setting");
    }

    @Test
    void leavesOtherProgramsVariablesAndTheLaunchersAlone() throws Exception {
        assertThat(load(Map.of("HTTP_PORT", "x", "LYCEUM_HEAP", "1g", "LYCEUM_PROVE", "1")))
                .isEqualTo(load(Map.of()));
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws Exception {
        var file = file("http.port=1001\nops.port=1002\nudp.port=1003\n");
        var environment =
                Map.of(
                        "LYCEUM_CONFIG", file,
                        "LYCEUM_OPS_PORT", "2002",
                        "LYCEUM_UDP_PORT", "2003");

        var settings = SettingsLoader.load(environment, Map.of("--udp-port", "3003"));

        assertThat(settings.http().port()).isEqualTo(1001);
        assertThat(settings.ops().port()).isEqualTo(2002);
        assertThat(settings.media().udpPort()).isEqualTo(3003);
    }

    @Test
    void theFileNamedByTheFlagReplacesTheOneNamedByTheEnvironment() throws Exception {
        var environment = Map.of("LYCEUM_CONFIG", "/nowhere");

        var settings = SettingsLoader.load(environment, Map.of("--config", file("demo=1")));

        assertThat(settings.demo()).isTrue();
    }

    @Test
    void namesTheFileOfAWrongValue() throws Exception {
        var file = file("http.port=x\nhttp.prot=80\nheap=1g\nredis.url=x\n");

        assertThat(problems(Map.of("LYCEUM_CONFIG", file)))
                .containsExactlyInAnyOrder(
                        "http.port in " + file + ": \"x\" is not a port (0 to 65535)",
                        "http.prot in " + file + ": there is no such setting",
                        "heap in " + file + ": there is no such setting",
                        "redis.url in " + file + ": Redis is not built yet, so leave it unset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/lyceum.properties", "/", "a\0b"})
    void saysThatTheFileCannotBeReadAndLooksAtTheRestAllTheSame(String file) {
        assertThat(problems(Map.of("LYCEUM_CONFIG", file, "LYCEUM_HTTP_PORT", "x")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("LYCEUM_CONFIG: ");
    }

    @Test
    void refusesAnUnknownFlag() {
        assertThat(problems(Map.of(), Map.of("--http-prot", "80")))
                .containsExactly("--http-prot: there is no such setting");
    }

    @Test
    void lastLoopNeedsAPortToo() {
        assertThat(problems(Map.of("LYCEUM_UDP_PORT", "65535", "LYCEUM_MEDIA_LOOPS", "2")))
                .containsExactly("LYCEUM_UDP_PORT: 65535 leaves no ports for 2 loops after it");
    }

    @Test
    void takesACertificateWithItsKey() throws Exception {
        Path certificate = Files.writeString(folder.resolve("cert.pem"), "");
        Path key = Files.writeString(folder.resolve("key.pem"), "");

        var settings =
                load(
                        Map.of(
                                "LYCEUM_TLS_CERT", certificate.toString(),
                                "LYCEUM_TLS_KEY", key.toString()));

        assertThat(settings.http().tls()).isEqualTo(new TlsSettings(certificate, key));
    }

    @Test
    void neverShowsASecret() throws Exception {
        assertThat(load(Map.of("LYCEUM_API_KEY", KEY)).toString())
                .contains("rk_first_(secret)")
                .doesNotContain("0123456789");
        assertThat(problems(Map.of("LYCEUM_API_KEY", "rk_first_short")).toString())
                .contains("LYCEUM_API_KEY: is not rk_<id>_<secret>")
                .doesNotContain("short\"", "rk_first");
        assertThat(problems(Map.of(), Map.of("--api-key", KEY)))
                .containsExactly(
                        "--api-key: others can read a command line; set LYCEUM_API_KEY instead");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:hidden@db/rooms",
                "postgresql://u:hidden@db",
                "postgresql://u:hidden@db/",
                "postgresql://u:hidden@db/a/b",
                "postgresql://u:hid den@db/rooms",
                "postgresql://u:hidden%zz@db/rooms",
                "postgresql://u:hidden@db:99999/rooms",
                "postgresql://u:hidden@one,two/rooms",
                "jdbc:sqlite:hidden.db"
            })
    void aDatabaseThatCannotBeUnderstoodIsRefusedWithoutShowingIt(String url) {
        assertThat(problems(Map.of("LYCEUM_DATABASE_URL", url)))
                .singleElement()
                .asString()
                .startsWith("LYCEUM_DATABASE_URL: is not postgresql://user:password@host")
                .doesNotContain("hid");
        assertThat(problems(Map.of(), Map.of("--database-url", url)))
                .containsExactly(
                        "--database-url: others can read a command line; set LYCEUM_DATABASE_URL"
                                + " instead");
    }

    @Test
    void aPasswordOfADatabaseIsNotShown() throws Exception {
        assertThat(load(Map.of("LYCEUM_DATABASE_URL", "postgresql://u:hidden@db/rooms")).toString())
                .doesNotContain("hidden");
    }

    @Test
    void aBucketAloneIsOneOfAws() throws Exception {
        assertThat(load(Map.of("LYCEUM_S3_BUCKET", "lessons")).recording().store())
                .isEqualTo(new ObjectStoreSettings("lessons", null, "us-east-1", "", null));
    }

    @Test
    void aStoreOfOnesOwnHasAnEndpointAndKeysThatAreNotShown() throws Exception {
        Settings settings =
                load(
                        Map.of(
                                "LYCEUM_S3_BUCKET", "lessons",
                                "LYCEUM_S3_ENDPOINT", "https://S3.example:9000/",
                                "LYCEUM_S3_REGION", "eu-central-1",
                                "LYCEUM_S3_PREFIX", "a/b-",
                                "LYCEUM_S3_ACCESS_KEY", "hiddenaccess",
                                "LYCEUM_S3_SECRET_KEY", "hiddensecret"));

        assertThat(settings.recording().store())
                .isEqualTo(
                        new ObjectStoreSettings(
                                "lessons",
                                URI.create("https://s3.example:9000"),
                                "eu-central-1",
                                "a/b-",
                                new ObjectStoreSettings.Keys("hiddenaccess", "hiddensecret")));
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void aStoreIsToldAsAWhole() {
        assertThat(
                        problems(
                                Map.of(
                                        "LYCEUM_S3_ENDPOINT", "https://s3.example/path",
                                        "LYCEUM_S3_PREFIX", "/a",
                                        "LYCEUM_S3_SECRET_KEY", "hid den")))
                .anySatisfy(each ->
                        assertThat(each)
                                .isEqualTo("LYCEUM_S3_ENDPOINT: needs LYCEUM_S3_BUCKET as well"))
                .anySatisfy(each -> assertThat(each).contains("S3_ENDPOINT", "has a path"))
                .anySatisfy(each -> assertThat(each).contains("S3_PREFIX", "is not a prefix"))
                .anySatisfy(each -> assertThat(each).contains("needs LYCEUM_S3_ACCESS_KEY"))
                .anySatisfy(each -> assertThat(each).contains("S3_SECRET_KEY: is not a key"))
                .noneSatisfy(each -> assertThat(each).contains("hid den"));
        assertThat(problems(Map.of("LYCEUM_S3_BUCKET", "-a")))
                .singleElement()
                .asString()
                .contains("is not a bucket");
    }

    private static Settings load(Map<String, String> environment) throws InvalidSettingsException {
        return SettingsLoader.load(environment, Map.of());
    }

    private static List<String> problems(Map<String, String> environment) {
        return problems(environment, Map.of());
    }

    private static List<String> problems(
            Map<String, String> environment, Map<String, String> flags) {
        return catchThrowableOfType(
                        InvalidSettingsException.class,
                        () -> SettingsLoader.load(environment, flags))
                .problems();
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("lyceum.properties"), content).toString();
    }

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private static Arguments good(
            String name, String value, Function<Settings, Object> part, Object expected) {
        return Arguments.of(name, value, part, expected);
    }
}
