package live.lyceum.media.session;

/// When the peer last showed, by an authentic packet, that it takes what we send (RFC 7675 section
/// 5.1): from any of its addresses, and from the one that media goes to. Consent is to be had for
/// each address: one that fell silent may by now be somebody else's. Owned by its session.
final class Consent {
    /// RFC 7675 section 5.1: without consent for 30 s sending stops.
    static final long EXPIRES_NS = 30_000_000_000L;

    /// How long a transport that was up is kept without any: who comes back finds it where it was,
    /// by a check alone. Nothing is sent meanwhile.
    static final long KEPT_NS = 120_000_000_000L;

    /// Silence of a peer that is heard several times a second otherwise: what it was sent, or sent,
    /// meanwhile is lost, and more than can be asked for again in good time.
    static final long OUTAGE_NS = 700_000_000L;

    private static final long OFTEN_NS = 200_000_000L;
    private static final int SMOOTHING = 8;

    /// Between two packets, smoothed: who only receives may say no more than a report a second.
    private long usualNs = OUTAGE_NS;

    private long lastNs;
    private long selectedNs;

    Consent(long nowNs) {
        lastNs = nowNs;
        selectedNs = nowNs;
    }

    /// An authentic packet came.
    ///
    /// @return whether it ends an outage
    boolean proved(boolean fromSelected, long nowNs) {
        long silenceNs = nowNs - lastNs;
        boolean outage = silenceNs >= OUTAGE_NS && usualNs < OFTEN_NS;
        usualNs += (silenceNs - usualNs) / SMOOTHING;
        lastNs = nowNs;
        if (fromSelected) {
            selectedNs = nowNs;
        }
        return outage;
    }

    /// Media goes to another address from now on, which has just proved itself.
    void selected(long nowNs) {
        selectedNs = nowNs;
    }

    /// Of the last authentic packet.
    long lastNs() {
        return lastNs;
    }

    /// Whether the transport is to be given up.
    ///
    /// @param wasUp whether there were keys once
    boolean lost(boolean wasUp, long nowNs) {
        return nowNs - lastNs >= keptNs(wasUp);
    }

    private static long keptNs(boolean wasUp) {
        return wasUp ? KEPT_NS : EXPIRES_NS;
    }

    boolean lostSelected(long nowNs) {
        return nowNs - selectedNs >= EXPIRES_NS;
    }

    /// When the next of both is lost.
    long expiresNs(boolean hasSelected, boolean wasUp) {
        long givenUpNs = lastNs + keptNs(wasUp);
        return hasSelected ? Deadlines.earlier(selectedNs + EXPIRES_NS, givenUpNs) : givenUpNs;
    }
}
