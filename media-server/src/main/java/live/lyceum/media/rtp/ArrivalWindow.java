package live.lyceum.media.rtp;

import java.util.Arrays;

/// Remembers which of the last 1,024 extended sequence numbers arrived, so that a packet is let
/// through once: by itself, or by its retransmission, never by both.
final class ArrivalWindow {
    static final int SIZE = 1024;

    private final long[] bits = new long[SIZE / Long.SIZE];
    private long highest = -1;

    /// Whether `extended` lies behind the window: too old to be told from a duplicate.
    boolean tooOld(long extended) {
        return highest >= 0 && extended <= highest - SIZE;
    }

    /// Marks `extended` as arrived; false when it was before.
    boolean mark(long extended) {
        if (extended > highest) {
            advance(extended);
        } else if (marked(extended)) {
            return false;
        }
        bits[word(extended)] |= bit(extended);
        return true;
    }

    boolean marked(long extended) {
        return extended <= highest
                && !tooOld(extended)
                && (bits[word(extended)] & bit(extended)) != 0;
    }

    private void advance(long extended) {
        if (highest < 0 || extended - highest >= SIZE) {
            Arrays.fill(bits, 0);
        } else {
            for (long n = highest + 1; n <= extended; n++) {
                bits[word(n)] &= ~bit(n);
            }
        }
        highest = extended;
    }

    private static int word(long extended) {
        return (int) (extended & (SIZE - 1)) >>> 6;
    }

    private static long bit(long extended) {
        return 1L << extended;
    }
}
