package live.lyceum.media.session;

/// When the peer last showed, by an authentic packet, that it takes what we send (RFC 7675 section
/// 5.1): from any of its addresses, and from the one that media goes to. Consent is to be had for
/// each address: one that fell silent may by now be somebody else's. Owned by its session.
final class Consent {
    /// RFC 7675 section 5.1: without consent for 30 s sending stops.
    static final long EXPIRES_NS = 30_000_000_000L;

    private long lastNs;
    private long selectedNs;

    Consent(long nowNs) {
        lastNs = nowNs;
        selectedNs = nowNs;
    }

    /// An authentic packet came.
    void proved(boolean fromSelected, long nowNs) {
        lastNs = nowNs;
        if (fromSelected) {
            selectedNs = nowNs;
        }
    }

    /// Media goes to another address from now on, which has just proved itself.
    void selected(long nowNs) {
        selectedNs = nowNs;
    }

    /// Of the last authentic packet.
    long lastNs() {
        return lastNs;
    }

    boolean lost(long nowNs) {
        return nowNs - lastNs >= EXPIRES_NS;
    }

    boolean lostSelected(long nowNs) {
        return nowNs - selectedNs >= EXPIRES_NS;
    }

    /// When either is lost; the selected address is the one that is silent longer.
    long expiresNs(boolean hasSelected) {
        return (hasSelected ? selectedNs : lastNs) + EXPIRES_NS;
    }
}
