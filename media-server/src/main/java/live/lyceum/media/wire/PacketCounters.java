package live.lyceum.media.wire;

/// What one media loop moved. Owned by that loop, which alone writes; readers elsewhere may see a
/// value a moment old.
public final class PacketCounters {
    private long received;
    private long receivedBytes;
    private long sent;
    private long sentBytes;
    private long forwarded;
    private long retransmitted;
    private long keyframeRequests;
    private long nacksSent;

    /// A datagram came in.
    public void received(int bytes) {
        received++;
        receivedBytes += bytes;
    }

    /// A datagram went out.
    public void sent(int bytes) {
        sent++;
        sentBytes += bytes;
    }

    /// A media packet went to one receiver.
    public void forwarded() {
        forwarded++;
    }

    /// A media packet went to one receiver again.
    public void retransmitted() {
        retransmitted++;
    }

    /// A sender was asked for a keyframe.
    public void keyframeRequested() {
        keyframeRequests++;
    }

    /// A sender was asked for lost packets.
    public void nackSent() {
        nacksSent++;
    }

    public long receivedCount() {
        return received;
    }

    public long receivedByteCount() {
        return receivedBytes;
    }

    public long sentCount() {
        return sent;
    }

    public long sentByteCount() {
        return sentBytes;
    }

    public long forwardedCount() {
        return forwarded;
    }

    public long retransmittedCount() {
        return retransmitted;
    }

    public long keyframeRequestCount() {
        return keyframeRequests;
    }

    public long nackSentCount() {
        return nacksSent;
    }
}
