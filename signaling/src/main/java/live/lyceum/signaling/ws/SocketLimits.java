package live.lyceum.signaling.ws;

/// What one WebSocket may use.
///
/// @param helloMs within which the first frame has to come
/// @param everyMs how often the client is asked to ping
/// @param deadMs without any frame, after which the socket is given up
/// @param unwritableMs for which it may take nothing
/// @param pending sockets that have not said hello, of all clients together
public record SocketLimits(
        long helloMs, long everyMs, long deadMs, long unwritableMs, int pending) {
    public static final SocketLimits DEFAULT = new SocketLimits(5_000, 2_000, 6_000, 10_000, 200);

    static final int MAX_HELLO = 16 * 1024;
    static final int MAX_FRAME = 64 * 1024;
    static final int MAX_OFFER = 256 * 1024;
    static final int MAX_WAITING = 32;
    static final int MESSAGES_PER_S = 20;
    static final int MESSAGE_BURST = 40;
    static final int OFFERS_PER_S = 2;
    static final int OFFER_BURST = 4;
    static final int MAX_REFUSALS = 100;
    static final long REFUSALS_WITHIN_MS = 10_000;
    static final long GOODBYE_MS = 2_000;
}
