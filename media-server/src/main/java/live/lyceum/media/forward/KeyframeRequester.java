package live.lyceum.media.forward;

/// Asks a sender for a keyframe as often as is useful: at once, then not again before the last
/// request had its chance, whether a keyframe came or not, for each is a burst of packets to
/// everybody; and once more by itself when none came. One for each layer of a publication; time is
/// passed in.
public final class KeyframeRequester {
    /// From one request to the next.
    private static final long MIN_INTERVAL_NS = 250_000_000L;

    private static final int MAX_TRIES = 8;

    private final Runnable ask;
    private boolean wanted;
    private boolean asked;
    private long askedAtNs;
    private int tries;

    /// @param ask sends one PLI
    public KeyframeRequester(Runnable ask) {
        this.ask = ask;
    }

    /// Somebody needs a keyframe.
    public void request(long nowNs) {
        if (!wanted) {
            wanted = true;
            tries = 0;
        }
        askIfDue(nowNs);
    }

    /// A keyframe began to arrive: whoever asked has what he needs.
    public void onKeyframe() {
        wanted = false;
    }

    /// Nobody is left who needs one.
    public void cancel() {
        wanted = false;
    }

    public long nextDeadlineNs() {
        return wanted && tries < MAX_TRIES ? askedAtNs + MIN_INTERVAL_NS : Long.MAX_VALUE;
    }

    public void onDeadline(long nowNs) {
        if (wanted && tries < MAX_TRIES) {
            askIfDue(nowNs);
        }
    }

    private void askIfDue(long nowNs) {
        if (asked && nowNs - askedAtNs < MIN_INTERVAL_NS) {
            return;
        }
        asked = true;
        askedAtNs = nowNs;
        tries++;
        ask.run();
    }
}
