package live.lyceum.media.wire;

import org.jspecify.annotations.Nullable;

/// Values by SSRC, found without allocating: open addressing, at most half full. Nothing is
/// removed. Owned by whoever made it.
public final class SsrcTable<V> {
    private static final int INITIAL_CAPACITY = 16;

    private int[] ssrcs = new int[INITIAL_CAPACITY];
    private @Nullable Object[] values = new @Nullable Object[INITIAL_CAPACITY];
    private int size;

    /// The value put for `ssrc`, or null.
    @SuppressWarnings("unchecked") // only put() stores, and it stores V
    public @Nullable V get(int ssrc) {
        return (V) values[slot(ssrc)];
    }

    /// Puts or replaces.
    public void put(int ssrc, V value) {
        if (2 * size >= values.length) {
            grow();
        }
        int slot = slot(ssrc);
        if (values[slot] == null) {
            size++;
        }
        ssrcs[slot] = ssrc;
        values[slot] = value;
    }

    public int size() {
        return size;
    }

    /// Where `ssrc` is, or the free place it would take.
    private int slot(int ssrc) {
        int mask = values.length - 1;
        // SSRCs are chosen by the peer: the multiplication spreads those that differ in few bits.
        int slot = ((ssrc * 0x9E3779B9) >>> 16) & mask;
        while (values[slot] != null && ssrcs[slot] != ssrc) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        @Nullable Object[] oldValues = values;
        ssrcs = new int[2 * oldSsrcs.length];
        values = new @Nullable Object[2 * oldValues.length];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldSsrcs[i]);
                ssrcs[slot] = oldSsrcs[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
