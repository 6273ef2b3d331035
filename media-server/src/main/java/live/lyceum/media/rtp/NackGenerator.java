package live.lyceum.media.rtp;

import java.util.Arrays;

/// Finds the packets a stream lacks and says when to ask for each (RFC 4585 section 6.2.1). A gap
/// is asked for after a short wait, as it may be mere reordering; then again each round trip, until
/// it arrived, was asked for often enough, or fell too far behind. Owned by its receive stream;
/// time is passed in.
public final class NackGenerator {
    /// A frame of 720p at 2.5 Mbit/s has about 10 packets, a keyframe 60: this is some seconds of
    /// heavy loss.
    private static final int CAPACITY = 256;

    private static final int MAX_ASKS = 10;
    private static final long REORDER_WAIT_NS = 5_000_000;
    private static final long MIN_INTERVAL_NS = 20_000_000;
    private static final long MAX_AGE_NS = 1_000_000_000;

    private final long[] missing = new long[CAPACITY];
    private final long[] firstSeenNs = new long[CAPACITY];
    private final long[] dueNs = new long[CAPACITY];
    private final int[] asks = new int[CAPACITY];
    private int size;
    private boolean gaveUp;
    private long gaveUpNs;

    /// The stream jumped from `highestBefore` to `extended`: all between is missing.
    public void onGap(long highestBefore, long extended, long nowNs) {
        if (extended - highestBefore - 1 > CAPACITY - size) {
            size = 0;
            gaveUp = true;
            gaveUpNs = nowNs;
            return;
        }
        for (long n = highestBefore + 1; n < extended; n++) {
            missing[size] = n;
            firstSeenNs[size] = nowNs;
            dueNs[size] = nowNs + REORDER_WAIT_NS;
            asks[size] = 0;
            size++;
        }
    }

    /// A late packet arrived, by itself or by retransmission.
    public void onArrived(long extended) {
        int at = Arrays.binarySearch(missing, 0, size, extended);
        if (at >= 0) {
            remove(at);
        }
    }

    /// Nothing that is missing so far is wanted any more.
    public void forget() {
        size = 0;
        gaveUp = false;
    }

    /// When to call [#collect] and [#takeGaveUp] next; `Long.MAX_VALUE` when nothing is missing.
    public long nextDeadlineNs() {
        if (gaveUp) {
            return gaveUpNs;
        }
        long next = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            if (next == Long.MAX_VALUE || dueNs[i] - next < 0) {
                next = dueNs[i];
            }
        }
        return next;
    }

    /// Writes the sequence numbers (16 bits) to ask for now into `into`, ascending.
    ///
    /// @param roundTripNs the round trip to the sender, 0 when unknown
    /// @return how many were written
    public int collect(long nowNs, long roundTripNs, int[] into) {
        int count = 0;
        for (int i = 0; i < size && count < into.length; i++) {
            if (dueNs[i] - nowNs > 0) {
                continue;
            }
            if (asks[i] >= MAX_ASKS || nowNs - firstSeenNs[i] > MAX_AGE_NS) {
                remove(i--);
                gaveUp = true;
                gaveUpNs = nowNs;
                continue;
            }
            asks[i]++;
            dueNs[i] = nowNs + Math.max(MIN_INTERVAL_NS, roundTripNs + MIN_INTERVAL_NS / 2);
            into[count++] = (int) missing[i] & 0xffff;
        }
        return count;
    }

    /// Whether something was given up since the last call: only a keyframe helps now.
    public boolean takeGaveUp() {
        boolean was = gaveUp;
        gaveUp = false;
        return was;
    }

    public int missing() {
        return size;
    }

    private void remove(int at) {
        int after = size - at - 1;
        System.arraycopy(missing, at + 1, missing, at, after);
        System.arraycopy(firstSeenNs, at + 1, firstSeenNs, at, after);
        System.arraycopy(dueNs, at + 1, dueNs, at, after);
        System.arraycopy(asks, at + 1, asks, at, after);
        size--;
    }
}
