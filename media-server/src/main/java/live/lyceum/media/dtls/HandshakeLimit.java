package live.lyceum.media.dtls;

/// How many handshakes of one media loop may go on at once. Owned by that loop.
final class HandshakeLimit {
    private final int max;
    private int current;

    HandshakeLimit(int max) {
        this.max = max;
    }

    /// False: there are as many as may be.
    boolean tryBegin() {
        if (current >= max) {
            return false;
        }
        current++;
        return true;
    }

    void end() {
        current--;
    }
}
