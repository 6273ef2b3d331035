package live.lyceum.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Reads `postgresql://user:password@host:port/database?parameter=value`, as PostgreSQL's own
/// programs take it, or the same with `jdbc:` in front, which has user and password as parameters.
final class DatabaseUrl {
    private static final String WRONG =
            "is not postgresql://user:password@host:port/database or its jdbc: form";

    private @Nullable String user;
    private @Nullable String password;
    private final ArrayList<String> parameters = new ArrayList<>();

    private DatabaseUrl() {}

    /// Throws `IllegalArgumentException`, whose message shows nothing of what was written.
    static DatabaseSettings parse(String written) {
        return new DatabaseUrl().read(written);
    }

    private DatabaseSettings read(String written) {
        URI uri = uri(written);
        String path = uri.getRawPath();
        if (uri.getHost() == null
                || uri.getRawFragment() != null
                || uri.getPort() > SettingValues.MAX_PORT
                || path.length() < 2
                || path.indexOf('/', 1) > 0) {
            throw new IllegalArgumentException(WRONG);
        }
        readUserInfo(uri.getRawUserInfo());
        readQuery(uri.getRawQuery());
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return new DatabaseSettings(
                "jdbc:postgresql://" + uri.getHost() + port + path + query, user, password);
    }

    private static URI uri(String written) {
        String plain = written.startsWith("jdbc:") ? written.substring("jdbc:".length()) : written;
        if (plain.startsWith("postgresql://") || plain.startsWith("postgres://")) {
            try {
                return URI.create(plain);
            } catch (IllegalArgumentException secretInIt) {
                // Told below: its own message would show the password.
            }
        }
        throw new IllegalArgumentException(WRONG);
    }

    private void readUserInfo(@Nullable String info) {
        if (info != null) {
            int colon = info.indexOf(':');
            user = decoded(colon < 0 ? info : info.substring(0, colon));
            password = colon < 0 ? null : decoded(info.substring(colon + 1));
        }
    }

    private void readQuery(@Nullable String query) {
        if (query == null) {
            return;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            switch (equals < 0 ? parameter : parameter.substring(0, equals)) {
                case "user" -> user = value;
                case "password" -> password = value;
                default -> parameters.add(parameter);
            }
        }
    }

    /// A plus is a plus outside of forms.
    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException secretInIt) {
            throw new IllegalArgumentException(WRONG, secretInIt);
        }
    }
}
