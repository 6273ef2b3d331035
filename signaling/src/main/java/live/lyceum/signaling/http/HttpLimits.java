package live.lyceum.signaling.http;

/// What one client may use of the public port.
///
/// @param requestMs within which a whole request has to arrive, from the connection's begin or the
///   reply before
/// @param replyMs within which a reply has to be taken
/// @param connections open at a time, WebSockets among them
/// @param requestsPerSecond of the REST API with one key; twice as many at once
public record HttpLimits(long requestMs, long replyMs, int connections, int requestsPerSecond) {
    public static final HttpLimits DEFAULT = new HttpLimits(10_000, 30_000, 10_000, 100);

    /// Within which a chunk of a recording has to arrive.
    long chunkMs() {
        return CHUNK * requestMs;
    }

    /// Within which a piece of a file has to be taken, of 64 KiB at most.
    long pieceMs() {
        return 2 * replyMs;
    }

    /// The same with another rate of requests.
    public HttpLimits withRequestsPerSecond(int rate) {
        return new HttpLimits(requestMs, replyMs, connections, rate);
    }

    /// 8 MiB in 3 min, at 370 kbit/s.
    private static final int CHUNK = 18;

    static final int MAX_BODY = 64 * 1024;
    static final int MAX_LINE = 4_096;
    static final int MAX_HEADERS = 16 * 1024;
    static final int MAX_CHUNK = 8 * 1024;
    static final int MAX_PIPELINED = 16;
}
