package live.lyceum.signaling.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.codec.ReceiptCodec;
import live.lyceum.signaling.receipt.Receipts;
import live.lyceum.signaling.shell.Sessions;

/// Logs of sessions and the receipts that follow from them.
final class ReceiptApi {
    private final Sessions sessions;
    private final Receipts receipts;
    private final Urls urls;

    ReceiptApi(HttpParts parts, Urls urls) {
        sessions = parts.sessions();
        receipts = parts.receipts();
        this.urls = urls;
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.LIST_EVENTS, this::events,
                Operation.GET_RECEIPT, this::receipt,
                Operation.GET_RECEIPT_KEY, this::key);
    }

    private CompletionStage<HttpReply> key(Call call) {
        byte[] key = ReceiptCodec.signer(receipts.known());
        return CompletableFuture.completedStage(HttpReply.json(200, key));
    }

    private CompletionStage<HttpReply> events(Call call) throws ProblemException {
        RoomId room = call.room();
        long after = after(call.request());
        int limit = Requests.limit(call.request());
        return sessions.get(room)
                .thenCompose(known -> receipts.page(room, after, limit))
                .thenApply(page -> HttpReply.json(200, page));
    }

    private static long after(ApiRequest request) throws ProblemException {
        String written = request.parameter("after");
        long after = written == null ? 0 : Requests.number(written);
        if (after >= 0) {
            return after;
        }
        throw new ProblemException(
                Problem.Code.BAD_REQUEST, "after is not the number of an event, or 0");
    }

    private CompletionStage<HttpReply> receipt(Call call) throws ProblemException {
        RoomId room = call.room();
        return sessions.get(room)
                .thenCompose(known -> receipts.of(room, urls.server().get()))
                .thenApply(receipt -> HttpReply.json(200, receipt));
    }
}
