package live.lyceum.signaling.protocol;

/// Names one operation of one client for good, so that it is carried out once however often it is
/// sent: a ULID, 26 characters of Crockford's base 32.
public record OperationId(String value) {
    private static final int LENGTH = 26;
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public OperationId {
        if (!valid(value)) {
            throw new IllegalArgumentException("an op is 26 characters of Crockford base 32");
        }
    }

    /// Whether `value` is 26 upper-case characters of the alphabet.
    public static boolean valid(String value) {
        return value.length() == LENGTH && value.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return value;
    }
}
