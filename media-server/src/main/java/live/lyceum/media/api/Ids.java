package live.lyceum.media.api;

/// The alphabet that every id in a path, a token or an HTML attribute keeps to.
public final class Ids {
    private static final int MAX_LENGTH = 64;

    private Ids() {}

    /// Whether `value` is 1 to 64 characters of `[A-Za-z0-9_-]`.
    public static boolean valid(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!allowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static void check(String value) {
        if (!valid(value)) {
            throw new IllegalArgumentException("an id is 1 to 64 characters of [A-Za-z0-9_-]");
        }
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-';
    }
}
