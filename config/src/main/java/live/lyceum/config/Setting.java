package live.lyceum.config;

import java.util.Locale;

/// One thing the operator may set, under one name in three spellings: `LYCEUM_HTTP_PORT` in the
/// environment, `http.port` in the file, `--http-port` as a flag.
public enum Setting {
    HTTP_HOST("127.0.0.1", "address that the page, REST and WebSocket listen on"),
    HTTP_PORT("8080", "TCP port of the page, REST and WebSocket; 0 for any free one"),
    OPS_PORT("9090", "TCP port of health, readiness and metrics; 0 for any free one"),
    TLS_CERT("", "PEM file with the certificate chain; read again when it changes"),
    TLS_KEY("", "PEM file with the certificate's private key; read again when it changes"),
    ORIGINS("", "comma-separated origins of pages that may connect, besides our own"),
    TRUSTED_PROXIES("", "comma-separated CIDRs of proxies whose X-Forwarded-For is believed"),
    PUBLIC_URL("", "URL under which browsers reach the page, when a proxy stands in front"),
    MEDIA_HOST("", "address that media listens on; every address when not set"),
    UDP_PORT("10000", "UDP port of media loop 0; loop i has port + i; 0 for any free ones"),
    MEDIA_LOOPS("1", "number of media loops; a room uses one of them"),
    ADVERTISE("", "comma-separated addr[:port] to put in the ICE candidates instead"),
    VIDEO_CODECS(
            "VP8",
            "comma-separated codecs of video, best first, of H264, VP9, AV1 and VP8; a room uses the"
                    + " first that everybody in it has"),
    DATA_DIR("./data", "folder of everything that is kept"),
    DATABASE_URL(
            "",
            "postgresql://user:password@host:port/database; a SQLite file in the data folder when"
                    + " not set",
            Kind.SECRET),
    WEBHOOK_ALLOW(
            "",
            "comma-separated CIDRs of addresses inside that webhooks may go to, also without TLS"),
    API_KEY("", "rk_<id>_<secret>, the key of the REST API", Kind.SECRET),
    API_RATE("100", "requests a second with one key of the REST API; twice as many at once"),
    RECORDING_MIN_FREE_MB(
            "1024",
            "megabytes that stay free on the disk of the data folder: with less, recordings stop"),
    RECORDING_MAX_HOURS("12", "hours that one recording may be long"),
    RECORDING_WORKERS(
            "",
            "how many films of recordings are made at a time; one for each processor when not set"),
    RECORDING_KEEP_DAYS("", "days that recordings are kept; for ever when not set"),
    S3_BUCKET("", "bucket that keeps the files of recordings; this machine does when not set"),
    S3_ENDPOINT("", "http(s)://host[:port] of a store that speaks S3; AWS when not set"),
    S3_REGION("us-east-1", "region of the bucket"),
    S3_PREFIX("", "what the names of all objects in the bucket begin with, as in lyceum/"),
    S3_ACCESS_KEY("", "access key of the store; what the AWS SDK finds when not set", Kind.SECRET),
    S3_SECRET_KEY("", "secret key of the store", Kind.SECRET),
    GEMINI_KEY_FILE(
            "",
            "file with the key of the Gemini API, or off; GOOGLE_API_KEY or GEMINI_API_KEY of the"
                    + " environment when not set; without any, and without a command, no transcripts"),
    GEMINI_URL(
            "https://generativelanguage.googleapis.com",
            "https://host[:port] of the Gemini API, which makes text of what is said"),
    GEMINI_LIVE_MODEL(
            "gemini-3.5-transcribe-live", "model that recognises speech while it is spoken"),
    GEMINI_BATCH_MODEL(
            "gemini-3.5-transcribe",
            "model that recognises after a session what was not recognised in it"),
    TRANSCRIBE_COMMAND(
            "",
            "program and arguments that make text of what is said in place of Gemini; as a shell"
                    + " splits and quotes words, but run without one"),
    TRANSCRIBE_LANGUAGES(
            "", "comma-separated languages that are spoken, as in en-US,de; any when not set"),
    TRANSCRIBE_CONNECTIONS("50", "people that are transcribed at a time"),
    TRANSCRIBE_MAX_MINUTES("600", "minutes of speech that are transcribed of one session"),
    TRANSCRIBE_FINAL("", "1 has all speech recognised again after a session, for better text"),
    SUMMARY(
            "on",
            "off keeps transcripts from the model that sums up lessons; it is asked where there is a key"
                    + " and the transcript is kept"),
    SUMMARY_MODEL("gemini-3.5-flash", "model of the Gemini API that sums up lessons"),
    DEMO_TRANSCRIPT(
            "", "1 shows transcripts without a key or a command: of text that says it is none"),
    DEMO("", "1 makes a demo session at the start and prints its two links"),

    TCP_PORT("", "ICE-TCP", Kind.UNBUILT),
    TURN_URLS("", "TURN", Kind.UNBUILT),
    TURN_SECRET("", "TURN", Kind.UNBUILT),
    REDIS_URL("", "Redis", Kind.UNBUILT);

    /// What all names of the environment begin with.
    static final String PREFIX = "LYCEUM_";

    private enum Kind {
        PLAIN,
        SECRET,
        UNBUILT
    }

    private final String fallback;
    private final String description;
    private final Kind kind;

    Setting(String fallback, String description) {
        this(fallback, description, Kind.PLAIN);
    }

    Setting(String fallback, String description, Kind kind) {
        this.fallback = fallback;
        this.description = description;
        this.kind = kind;
    }

    /// The name in the environment, such as `LYCEUM_HTTP_PORT`.
    public String variable() {
        return PREFIX + name();
    }

    /// The name in the configuration file, such as `http.port`.
    public String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /// The name on the command line, such as `--http-port`.
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The value when nobody gives one; empty when that means "none".
    public String fallback() {
        return fallback;
    }

    /// What it is, in one line for people.
    public String description() {
        return description;
    }

    /// Whether its feature exists; a setting without one is refused rather than ignored.
    public boolean isBuilt() {
        return kind != Kind.UNBUILT;
    }

    /// Whether its value must not be seen: it is never printed and never taken from a flag, for
    /// every user of a machine can read another's command line.
    public boolean isSecret() {
        return kind == Kind.SECRET;
    }
}
