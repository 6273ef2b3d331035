package live.lyceum.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes [Settings] of defaults, a file, the environment and flags, each over those before it, and
/// tells everything that is wrong at once.
public final class SettingsLoader {
    /// Where other programs look for the same key as well; the first that is set counts.
    private static final List<String> KEY_VARIABLES = List.of("GOOGLE_API_KEY", "GEMINI_API_KEY");

    /// In place of the file: no key, whatever the environment has.
    private static final String NO_KEY = "off";

    private final Map<String, String> environment;
    private final GivenValues given;
    private final List<String> problems;

    private SettingsLoader(
            Map<String, String> environment, GivenValues given, List<String> problems) {
        this.environment = environment;
        this.given = given;
        this.problems = problems;
    }

    /// Settings from this process's environment and the given flags; the only place that reads the
    /// environment.
    ///
    /// @param flags from `--http-port` and the like to their values; `--config` names the file
    /// @throws InvalidSettingsException if anything is wrong, with everything that is
    public static Settings fromProcess(Map<String, String> flags) throws InvalidSettingsException {
        return load(System.getenv(), flags);
    }

    /// Settings from the given environment and flags, and from the file that `--config` or
    /// `LYCEUM_CONFIG` names.
    ///
    /// @param environment names that do not begin with `LYCEUM_` are none of ours, but for two of
    ///   the Gemini API, and `PATH`
    /// @param flags from `--http-port` and the like to their values
    /// @throws InvalidSettingsException if anything is wrong, with everything that is
    public static Settings load(Map<String, String> environment, Map<String, String> flags)
            throws InvalidSettingsException {
        var problems = new ArrayList<String>();
        var given = GivenValues.collect(environment, flags, problems);
        var settings = new SettingsLoader(environment, given, problems).build();
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    private Settings build() {
        var settings =
                new Settings(
                        http(),
                        new OpsSettings(orDefault(Setting.OPS_PORT, SettingValues::port)),
                        media(),
                        new AuthSettings(
                                orNull(Setting.API_KEY, ApiKey::parse),
                                orDefault(Setting.API_RATE, SettingValues::rate)),
                        new StorageSettings(
                                orDefault(Setting.DATA_DIR, SettingValues::path),
                                orNull(Setting.DATABASE_URL, DatabaseUrl::parse)),
                        new WebhookSettings(
                                orElse(Setting.WEBHOOK_ALLOW, SettingValues::cidrs, List.of())),
                        recording(),
                        transcription(),
                        new SummarySettings(
                                orDefault(Setting.SUMMARY, SettingValues::onOrOff),
                                orDefault(Setting.SUMMARY_MODEL, SettingValues::model)),
                        orElse(Setting.DEMO, SettingValues::onOrOff, false));
        int opsPort = settings.ops().port();
        if (opsPort != 0 && opsPort == settings.http().port()) {
            problems.add(
                    "%s: is %d, as is %s; they must differ"
                            .formatted(where(Setting.OPS_PORT), opsPort, where(Setting.HTTP_PORT)));
        }
        return settings;
    }

    private HttpSettings http() {
        InetAddress host = orDefault(Setting.HTTP_HOST, SettingValues::address);
        int port = orDefault(Setting.HTTP_PORT, SettingValues::port);
        Set<String> origins = orElse(Setting.ORIGINS, SettingValues::origins, Set.of());
        List<Cidr> proxies = orElse(Setting.TRUSTED_PROXIES, SettingValues::cidrs, List.of());
        URI publicUrl = orNull(Setting.PUBLIC_URL, SettingValues::publicUrl);
        return new HttpSettings(host, port, tls(), origins, proxies, publicUrl);
    }

    private @Nullable TlsSettings tls() {
        requireTogether(Setting.TLS_CERT, Setting.TLS_KEY);
        requireTogether(Setting.TLS_KEY, Setting.TLS_CERT);
        Path certificate = orNull(Setting.TLS_CERT, SettingValues::readableFile);
        Path key = orNull(Setting.TLS_KEY, SettingValues::readableFile);
        return certificate == null || key == null ? null : new TlsSettings(certificate, key);
    }

    private void requireTogether(Setting one, Setting other) {
        if (given.get(one) != null && given.get(other) == null) {
            problems.add("%s: needs %s as well".formatted(where(one), other.variable()));
        }
    }

    private MediaSettings media() {
        InetAddress host = orNull(Setting.MEDIA_HOST, SettingValues::address);
        int udpPort = orDefault(Setting.UDP_PORT, SettingValues::port);
        int loops = orDefault(Setting.MEDIA_LOOPS, SettingValues::loops);
        if (udpPort + loops - 1 > SettingValues.MAX_PORT) {
            problems.add(
                    "%s: %d leaves no ports for %d loops after it"
                            .formatted(where(Setting.UDP_PORT), udpPort, loops));
        }
        List<AdvertisedAddress> advertise =
                orElse(Setting.ADVERTISE, SettingValues::advertisedList, List.of());
        List<VideoCodec> codecs = orDefault(Setting.VIDEO_CODECS, SettingValues::videoCodecs);
        return new MediaSettings(host, udpPort, loops, advertise, codecs);
    }

    private RecordingSettings recording() {
        return new RecordingSettings(
                orDefault(Setting.RECORDING_MIN_FREE_MB, SettingValues::megabytes),
                orDefault(Setting.RECORDING_MAX_HOURS, SettingValues::hours),
                orElse(
                        Setting.RECORDING_WORKERS,
                        SettingValues::workers,
                        Runtime.getRuntime().availableProcessors()),
                orNull(Setting.RECORDING_KEEP_DAYS, SettingValues::days),
                store());
    }

    private @Nullable ObjectStoreSettings store() {
        for (Setting each :
                List.of(
                        Setting.S3_ENDPOINT,
                        Setting.S3_REGION,
                        Setting.S3_PREFIX,
                        Setting.S3_ACCESS_KEY,
                        Setting.S3_SECRET_KEY)) {
            requireTogether(each, Setting.S3_BUCKET);
        }
        requireTogether(Setting.S3_ACCESS_KEY, Setting.S3_SECRET_KEY);
        requireTogether(Setting.S3_SECRET_KEY, Setting.S3_ACCESS_KEY);
        String bucket = orNull(Setting.S3_BUCKET, SettingValues::bucket);
        URI endpoint = orNull(Setting.S3_ENDPOINT, SettingValues::endpoint);
        String region = orDefault(Setting.S3_REGION, SettingValues::region);
        String prefix = orElse(Setting.S3_PREFIX, SettingValues::objectPrefix, "");
        String access = orNull(Setting.S3_ACCESS_KEY, SettingValues::secret);
        String secret = orNull(Setting.S3_SECRET_KEY, SettingValues::secret);
        var keys =
                access == null || secret == null
                        ? null
                        : new ObjectStoreSettings.Keys(access, secret);
        return bucket == null
                ? null
                : new ObjectStoreSettings(bucket, endpoint, region, prefix, keys);
    }

    private TranscriptionSettings transcription() {
        TranscriptionSettings.Key key = geminiKey();
        String path = environment.getOrDefault("PATH", "");
        TranscriptionSettings.Command command =
                orNull(Setting.TRANSCRIBE_COMMAND, written -> ProgramValues.command(written, path));
        if (key != null && command != null) {
            problems.add(
                    "%s: there is a key of the Gemini API as well; only one of them can make text of"
                                    .formatted(where(Setting.TRANSCRIBE_COMMAND))
                            + " what is said");
        }
        return new TranscriptionSettings(
                key,
                command,
                orDefault(Setting.GEMINI_URL, SettingValues::secureEndpoint),
                orDefault(Setting.GEMINI_LIVE_MODEL, SettingValues::model),
                orDefault(Setting.GEMINI_BATCH_MODEL, SettingValues::model),
                orElse(Setting.TRANSCRIBE_LANGUAGES, SettingValues::languages, List.of()),
                orDefault(Setting.TRANSCRIBE_CONNECTIONS, SettingValues::connections),
                orDefault(Setting.TRANSCRIBE_MAX_MINUTES, SettingValues::minutes),
                orElse(Setting.TRANSCRIBE_FINAL, SettingValues::onOrOff, false),
                orElse(Setting.DEMO_TRANSCRIPT, SettingValues::onOrOff, false));
    }

    /// The file's, if one is named: it is meant for us. The variables may be meant for others.
    private TranscriptionSettings.@Nullable Key geminiKey() {
        GivenValues.Given file = given.get(Setting.GEMINI_KEY_FILE);
        if (file != null && file.value().equals(NO_KEY)) {
            return null;
        }
        if (file != null) {
            String secret = orNull(Setting.GEMINI_KEY_FILE, SettingValues::secretInFile);
            return secret == null ? null : new TranscriptionSettings.Key(secret, file.where());
        }
        for (String name : KEY_VARIABLES) {
            String written = environment.getOrDefault(name, "").strip();
            if (!written.isEmpty()) {
                try {
                    return new TranscriptionSettings.Key(SettingValues.secret(written), name);
                } catch (IllegalArgumentException wrong) {
                    problems.add(name + ": " + wrong.getMessage());
                    return null;
                }
            }
        }
        return null;
    }

    private <T> T orDefault(Setting setting, Function<String, T> parser) {
        return orElse(setting, parser, parser.apply(setting.fallback()));
    }

    private <T> T orElse(Setting setting, Function<String, T> parser, T fallback) {
        T value = orNull(setting, parser);
        return value == null ? fallback : value;
    }

    /// The parsed value, or null when it is not set or was added to the problems.
    private <T> @Nullable T orNull(Setting setting, Function<String, T> parser) {
        var written = given.get(setting);
        if (written == null) {
            return null;
        }
        try {
            return parser.apply(written.value());
        } catch (IllegalArgumentException wrong) {
            String shown = setting.isSecret() ? "" : "\"" + written.value() + "\" ";
            problems.add(written.where() + ": " + shown + wrong.getMessage());
            return null;
        }
    }

    /// The name it was given under, or the environment's when it has its default.
    private String where(Setting setting) {
        var written = given.get(setting);
        return written == null ? setting.variable() : written.where();
    }
}
