package live.lyceum.signaling.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import live.lyceum.signaling.receipt.Receipts;
import live.lyceum.signaling.shell.Sessions;

/// Logs of sessions and the receipts that follow from them, under `/api/v1`.
final class ReceiptApi {
    private final Sessions sessions;
    private final Receipts receipts;
    private final Callers callers;
    private final Supplier<String> issuer;

    /// @param issuer the server's public URL
    ReceiptApi(HttpParts parts, Callers callers, Supplier<String> issuer) {
        sessions = parts.sessions();
        receipts = parts.receipts();
        this.callers = callers;
        this.issuer = issuer;
    }

    /// Whether `path`, split below the prefix, is one of ours.
    static boolean isFor(String[] path) {
        return (path.length == 2 && path[1].equals("receipt-key"))
                || (path.length == 4
                        && path[1].equals("sessions")
                        && (path[3].equals("events") || path[3].equals("receipt")));
    }

    CompletionStage<HttpReply> route(ApiRequest request, String[] path) throws ProblemException {
        Requests.requireMethod(request, "GET");
        if (path.length == 2) {
            byte[] key = ReceiptCodec.signer(receipts.known());
            return CompletableFuture.completedStage(HttpReply.json(200, key));
        }
        RoomId room = Requests.room(path[2]);
        return path[3].equals("events") ? events(request, room) : receipt(request, room);
    }

    private CompletionStage<HttpReply> events(ApiRequest request, RoomId room)
            throws ProblemException {
        callers.requireKey(request);
        long after = after(request);
        int limit = Requests.limit(request);
        return sessions.get(room)
                .thenCompose(known -> receipts.page(room, after, limit))
                .thenApply(page -> HttpReply.json(200, page));
    }

    private static long after(ApiRequest request) throws ProblemException {
        String written = request.parameter("after");
        try {
            long after = written == null ? 0 : Long.parseLong(written);
            if (after >= 0) {
                return after;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, together with negative ones.
        }
        throw new ProblemException(
                Problem.Code.BAD_REQUEST, "after is not the number of an event, or 0");
    }

    private CompletionStage<HttpReply> receipt(ApiRequest request, RoomId room)
            throws ProblemException {
        callers.requireKeyOrSeat(request, room);
        return sessions.get(room)
                .thenCompose(known -> receipts.of(room, issuer.get()))
                .thenApply(receipt -> HttpReply.json(200, receipt));
    }
}
