package live.lyceum.media.forward;

/// Decides for one receiver which layer of a publication it gets: the best that is alive. A change
/// of layer waits for a keyframe of the new one, so that the picture never breaks. Layers are
/// numbered from the smallest picture.
public final class LayerSelector {
    /// A layer that was silent this long is taken for stopped.
    private static final long SILENCE_NS = 500_000_000L;

    private static final int NONE = -1;

    /// What to do with a packet.
    public enum Decision {
        /// It is of the current layer.
        FORWARD,
        /// It begins a keyframe of a new current layer.
        SWITCH,
        /// It is of another layer.
        SKIP,
        /// It is of the layer that is waited for, which needs a keyframe.
        NEED_KEYFRAME
    }

    private int current = NONE;
    private int target = NONE;
    private long targetSeenNs;
    private long currentSeenNs;

    /// Takes note of a packet and says what to do with it.
    ///
    /// @param keyframeStart whether the packet is the first of a keyframe; always true for audio
    public Decision onPacket(int layer, boolean keyframeStart, long nowNs) {
        if (layer == current) {
            currentSeenNs = nowNs;
        }
        if (better(layer, nowNs)) {
            target = layer;
        }
        if (layer == target) {
            targetSeenNs = nowNs;
        }
        if (layer == current && layer == target) {
            return Decision.FORWARD;
        }
        if (layer == target) {
            if (keyframeStart) {
                current = layer;
                currentSeenNs = nowNs;
                return Decision.SWITCH;
            }
            return Decision.NEED_KEYFRAME;
        }
        return layer == current ? Decision.FORWARD : Decision.SKIP;
    }

    /// The next packet has to be the start of a keyframe: what went before cannot be continued.
    public void reset() {
        current = NONE;
        target = NONE;
    }

    /// The layer that is forwarded now, or -1.
    public int current() {
        return current;
    }

    private boolean better(int layer, long nowNs) {
        if (target == NONE || layer > target) {
            return true;
        }
        return layer < target && nowNs - targetSeenNs > SILENCE_NS && silentBelow(layer, nowNs);
    }

    /// Of several layers below a silent target the current one is kept while it lives.
    private boolean silentBelow(int layer, long nowNs) {
        return current == target || layer == current || nowNs - currentSeenNs > SILENCE_NS;
    }
}
