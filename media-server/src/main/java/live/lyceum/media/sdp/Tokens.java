package live.lyceum.media.sdp;

/// Alphabets and numbers of SDP.
final class Tokens {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`{|}~";

    private Tokens() {}

    /// RFC 8866 section 9, of at most `maxLength` characters.
    static boolean isToken(String text, int maxLength) {
        return !text.isEmpty()
                && text.length() <= maxLength
                && text.chars().allMatch(c -> isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0);
    }

    /// RFC 8839 section 5.4.
    static boolean isIceText(String text, int minLength, int maxLength) {
        return text.length() >= minLength
                && text.length() <= maxLength
                && text.chars().allMatch(c -> isAlphanumeric(c) || c == '+' || c == '/');
    }

    /// RFC 8851 section 10, and of a length that fits an extension element of the one-byte form.
    static boolean isRid(String text) {
        return !text.isEmpty()
                && text.length() <= 16
                && text.chars().allMatch(c -> isAlphanumeric(c) || c == '-' || c == '_');
    }

    /// The decimal number, or -1 when it is none or greater than `max`.
    static long number(String text, long max) {
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(Tokens::isDigit)) {
            return -1;
        }
        long value = Long.parseLong(text);
        return value > max ? -1 : value;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlphanumeric(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
