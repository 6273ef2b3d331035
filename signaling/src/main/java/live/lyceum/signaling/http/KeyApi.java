package live.lyceum.signaling.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.Ids;
import live.lyceum.signaling.auth.ApiKeys;
import live.lyceum.signaling.protocol.AccessKey;
import live.lyceum.signaling.protocol.KeyDraft;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.codec.KeyCodec;

/// The keys of the API itself, of every tenant.
final class KeyApi {
    private final ApiKeys keys;

    KeyApi(HttpParts parts) {
        keys = parts.keys();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.CREATE_KEY, this::create,
                Operation.LIST_KEYS, this::list,
                Operation.DELETE_KEY, this::delete);
    }

    private CompletionStage<HttpReply> create(Call call) throws ProblemException {
        KeyDraft draft = KeyCodec.draft(Requests.json(call), call.tenant());
        return keys.create(call.idSeed(), draft)
                .thenApply(made ->
                        HttpReply.json(201, KeyCodec.made(made.key(), made.written()))
                                .with(
                                        "Location",
                                        "%s/keys/%s".formatted(Api.PREFIX, made.key().id())));
    }

    private CompletionStage<HttpReply> list(Call call) throws ProblemException {
        int limit = Requests.limit(call.request());
        String after = call.request().parameter("after");
        if (after != null && !Ids.valid(after)) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "after is not the next of a page");
        }
        return keys.list(after, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, AccessKey::id);
                    return HttpReply.json(200, KeyCodec.page(page.items(), page.next()));
                });
    }

    private CompletionStage<HttpReply> delete(Call call) throws ProblemException {
        String id = call.parameter("kid");
        if (id.equals(call.key().id())) {
            throw new ProblemException(
                    Problem.Code.CONFLICT, "A key cannot take itself away: use another one");
        }
        if (keys.get(id).toCompletableFuture().join().isEmpty()) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such key");
        }
        return keys.delete(id).thenApply(gone -> HttpReply.empty(204));
    }
}
