package live.lyceum.media.wire;

/// Counts drops by reason. Owned by one media loop, which alone writes; readers elsewhere may see a
/// value a moment old.
@SuppressWarnings("EnumOrdinal") // an array by ordinal is what an EnumMap of long would be
public final class DropCounters {
    private final long[] counts = new long[DropReason.values().length];

    public void drop(DropReason reason) {
        counts[reason.ordinal()]++;
    }

    public long count(DropReason reason) {
        return counts[reason.ordinal()];
    }
}
