package live.lyceum.signaling.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The part of something that a `Range` asks for (RFC 9110 section 14.1.2).
///
/// @param first byte
/// @param last byte, which belongs to it
record ByteRange(long first, long last) {
    /// No part of it is there.
    static final ByteRange NOTHING = new ByteRange(0, -1);

    private static final Pattern ONE =
            Pattern.compile("bytes\\s*=\\s*([0-9]{0,18})-([0-9]{0,18})", Pattern.CASE_INSENSITIVE);

    long length() {
        return last - first + 1;
    }

    /// What of `size` bytes is meant: null for all, which is also the answer to other units, to
    /// what cannot be read (section 14.2) and to more than one range, as an answer in parts
    /// (section 14.6) is nothing that players ask for. `NOTHING` for what cannot be satisfied.
    static @Nullable ByteRange of(@Nullable String header, long size) {
        Matcher one = ONE.matcher(header == null ? "" : header.strip());
        if (!one.matches()) {
            return null;
        }
        String from = one.group(1);
        String to = one.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? null : suffix(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return null;
        }
        return first < size ? new ByteRange(first, Math.min(last, size - 1)) : NOTHING;
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0
                ? NOTHING
                : new ByteRange(Math.max(0, size - length), size - 1);
    }
}
