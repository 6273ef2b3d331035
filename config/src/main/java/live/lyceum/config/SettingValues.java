package live.lyceum.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Written values into typed ones. Each throws `IllegalArgumentException` whose message completes
/// the sentence that begins with the value: "is not a port (0 to 65535)".
final class SettingValues {
    static final int MAX_PORT = 65_535;
    static final int MAX_LOOPS = 64;
    static final int MAX_RATE = 10_000;
    static final int MAX_MB = 100_000_000;
    static final int MAX_HOURS = 24;
    static final int MAX_DAYS = 36_500;
    static final int MAX_CONNECTIONS = 10_000;
    static final int MAX_MINUTES = 100_000;
    static final int MAX_LANGUAGES = 10;

    /// Of a file with a secret: longer than any of them.
    private static final long MAX_SECRET_FILE = 4_096;

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern PREFIX =
            Pattern.compile(
                    "([A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}/){0,8}([A-Za-z0-9_-][A-Za-z0-9_.-]{0,63})?");
    private static final String MODELS = "models/";
    private static final Pattern MODEL =
            Pattern.compile("(" + MODELS + ")?[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern LANGUAGE =
            Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,256}");
    private static final String BASE = "VP8";

    private SettingValues() {}

    static int port(String written) {
        return number(written, 0, MAX_PORT, "a port");
    }

    static int loops(String written) {
        return number(written, 1, MAX_LOOPS, "a number of loops");
    }

    static int rate(String written) {
        return number(written, 1, MAX_RATE, "a number of requests a second");
    }

    /// In bytes.
    static long megabytes(String written) {
        return number(written, 0, MAX_MB, "a number of megabytes") * 1024L * 1024L;
    }

    static int hours(String written) {
        return number(written, 1, MAX_HOURS, "a number of hours");
    }

    static int days(String written) {
        return number(written, 1, MAX_DAYS, "a number of days");
    }

    static int workers(String written) {
        return number(written, 1, MAX_LOOPS, "a number of workers");
    }

    static int connections(String written) {
        return number(written, 1, MAX_CONNECTIONS, "a number of connections");
    }

    static int minutes(String written) {
        return number(written, 1, MAX_MINUTES, "a number of minutes");
    }

    private static int number(String written, int min, int max, String what) {
        try {
            int value = Integer.parseInt(written);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, together with numbers out of range.
        }
        throw new IllegalArgumentException("is not %s (%d to %d)".formatted(what, min, max));
    }

    static boolean onOrOff(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "1", "true", "on" -> true;
            case "0", "false", "off" -> false;
            default -> throw new IllegalArgumentException("is neither on nor off");
        };
    }

    /// Resolves no names but `localhost`: what a name means may differ from start to start.
    static InetAddress address(String written) {
        if (written.equalsIgnoreCase("localhost")) {
            return InetAddress.ofLiteral("127.0.0.1");
        }
        try {
            return InetAddress.ofLiteral(written);
        } catch (IllegalArgumentException notALiteral) {
            throw new IllegalArgumentException("is not an IP address", notALiteral);
        }
    }

    static AdvertisedAddress advertised(String written) {
        try {
            return new AdvertisedAddress(InetAddress.ofLiteral(written), 0);
        } catch (IllegalArgumentException notAnAddressAlone) {
            return addressAndPort(written);
        }
    }

    private static AdvertisedAddress addressAndPort(String written) {
        int colon = written.lastIndexOf(':');
        if (colon > 0) {
            try {
                var address = InetAddress.ofLiteral(withoutBrackets(written.substring(0, colon)));
                return new AdvertisedAddress(
                        address, number(written.substring(colon + 1), 1, MAX_PORT, "a port"));
            } catch (IllegalArgumentException neither) {
                // Told below, with both forms.
            }
        }
        throw new IllegalArgumentException("is neither address, address:port nor [IPv6]:port");
    }

    private static String withoutBrackets(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return bracketed ? host.substring(1, host.length() - 1) : host;
    }

    static Path path(String written) {
        try {
            return Path.of(written);
        } catch (InvalidPathException notAPath) {
            throw new IllegalArgumentException("is not a path", notAPath);
        }
    }

    static Path readableFile(String written) {
        Path file = path(written);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("is not a file");
        }
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("cannot be read by this user");
        }
        return file;
    }

    /// As a browser sends it in `Origin` (RFC 6454): lower case, no default port, no path.
    static String origin(String written) {
        URI uri = webUrl(written, "an origin such as https://example.org");
        if (!uri.getPath().isEmpty()) {
            throw new IllegalArgumentException("has a path, which an origin has not");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int defaultPort = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == defaultPort ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    static URI publicUrl(String written) {
        URI uri = webUrl(written, "a URL such as https://live.example.org");
        return uri.getPath().endsWith("/")
                ? URI.create(written.substring(0, written.length() - 1))
                : uri;
    }

    /// An origin, for a store has its buckets in the path.
    static URI endpoint(String written) {
        return URI.create(origin(written.endsWith("/") ? written.replaceFirst("/$", "") : written));
    }

    /// An origin by TLS, for a key goes there with each request; by plain HTTP only of this
    /// machine.
    static URI secureEndpoint(String written) {
        URI uri = endpoint(written);
        if (uri.getScheme().equals("http") && !LOOPBACK.matcher(uri.getHost()).matches()) {
            throw new IllegalArgumentException(
                    "is plain http, which would show the key on its way; use https");
        }
        return uri;
    }

    /// A model's name; `models/`, which lists of them have before it, is left out.
    static String model(String written) {
        String model = matching(MODEL, written, "a model such as gemini-3.5-transcribe-live");
        return model.startsWith(MODELS) ? model.substring(MODELS.length()) : model;
    }

    static List<String> languages(String written) {
        List<String> languages = each(written, SettingValues::language).toList();
        if (languages.size() > MAX_LANGUAGES) {
            throw new IllegalArgumentException(
                    "has more than %d languages".formatted(MAX_LANGUAGES));
        }
        return languages;
    }

    private static String language(String written) {
        return matching(LANGUAGE, written, "a language such as en or en-US");
    }

    static String bucket(String written) {
        return matching(
                BUCKET, written, "a bucket (3 to 63 of a-z, 0-9, '.' and '-', no '.' at an end)");
    }

    static String region(String written) {
        return matching(REGION, written, "a region such as eu-central-1");
    }

    static String objectPrefix(String written) {
        return matching(
                PREFIX,
                written,
                "a prefix such as lyceum/ (A-Z, a-z, 0-9, '_', '-' and '.', no '/' at its begin)");
    }

    /// What is wrong with it does not show it.
    static String secret(String written) {
        return matching(VISIBLE, written, "a key (1 to 256 visible characters of ASCII)");
    }

    /// Of a file with nothing else in it.
    static String secretInFile(String written) {
        Path file = readableFile(written);
        try {
            if (Files.size(file) <= MAX_SECRET_FILE) {
                byte[] bytes = Files.readAllBytes(file);
                return secret(new String(bytes, StandardCharsets.ISO_8859_1).strip());
            }
        } catch (IOException failed) {
            throw new IllegalArgumentException("cannot be read", failed);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("has in it what " + wrong.getMessage(), wrong);
        }
        throw new IllegalArgumentException("is too long a file for a key");
    }

    private static String matching(Pattern pattern, String written, String what) {
        if (!pattern.matcher(written).matches()) {
            throw new IllegalArgumentException("is not " + what);
        }
        return written;
    }

    private static URI webUrl(String written, String what) {
        try {
            URI uri = URI.create(written);
            String scheme = uri.getScheme();
            boolean isWeb = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            boolean isPlain =
                    uri.getRawQuery() == null
                            && uri.getRawFragment() == null
                            && uri.getRawUserInfo() == null;
            if (isWeb && isPlain && uri.getHost() != null && uri.getPort() <= MAX_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // Told below, together with URIs that are something else.
        }
        throw new IllegalArgumentException("is not " + what);
    }

    static List<AdvertisedAddress> advertisedList(String written) {
        return each(written, SettingValues::advertised).toList();
    }

    /// Those before VP8, which everybody has: it ends every list, written or not.
    static List<VideoCodec> videoCodecs(String written) {
        List<String> names = each(written, SettingValues::codecName).toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("names a codec twice");
        }
        if (names.contains(BASE) && !names.getLast().equals(BASE)) {
            throw new IllegalArgumentException(
                    "has codecs behind VP8, which are never used: everybody has VP8");
        }
        return names.stream().filter(name -> !name.equals(BASE)).map(VideoCodec::valueOf).toList();
    }

    private static String codecName(String written) {
        String name = written.toUpperCase(Locale.ROOT);
        boolean known = Stream.of(VideoCodec.values()).anyMatch(codec -> codec.name().equals(name));
        if (!known && !name.equals(BASE)) {
            throw new IllegalArgumentException("is none of H264, VP9, AV1 and VP8");
        }
        return name;
    }

    static List<Cidr> cidrs(String written) {
        return each(written, Cidr::parse).toList();
    }

    static Set<String> origins(String written) {
        return Set.copyOf(each(written, SettingValues::origin).toList());
    }

    /// Elements of a comma-separated list; says which of several is wrong.
    private static <T> Stream<T> each(String written, Function<String, T> parser) {
        return Stream.of(written.split(",", -1)).map(String::strip).map(one -> of(one, parser));
    }

    private static <T> T of(String element, Function<String, T> parser) {
        if (element.isEmpty()) {
            throw new IllegalArgumentException("has an empty element");
        }
        try {
            return parser.apply(element);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "has an element \"%s\" that %s".formatted(element, wrong.getMessage()), wrong);
        }
    }
}
