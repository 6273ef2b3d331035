package live.lyceum.signaling.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.Ids;
import live.lyceum.signaling.auth.FileUrls;
import live.lyceum.signaling.auth.JoinClaims;
import live.lyceum.signaling.auth.Seeds;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.Upload;
import live.lyceum.signaling.protocol.UploadDraft;
import live.lyceum.signaling.protocol.UploadId;
import live.lyceum.signaling.protocol.codec.UploadCodec;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.upload.Appended;
import live.lyceum.signaling.upload.ReceivedChunk;
import live.lyceum.signaling.upload.Uploads;
import org.jspecify.annotations.Nullable;

/// What people record on their own devices, in chunks that may be sent again.
final class UploadApi {
    private static final int MAX_INDEX = 1_000_000;

    private final Uploads uploads;
    private final Sessions sessions;
    private final FileUrls urls;

    UploadApi(HttpParts parts) {
        uploads = parts.uploads();
        sessions = parts.sessions();
        urls = parts.fileUrls();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.CREATE_UPLOAD, this::create,
                Operation.GET_UPLOAD, this::get,
                Operation.PUT_CHUNK, this::put,
                Operation.COMPLETE_UPLOAD, this::complete);
    }

    private CompletionStage<HttpReply> create(Call call) throws ProblemException {
        JoinClaims claims = call.claims();
        UploadDraft draft = UploadCodec.draft(call.request().body());
        var session = sessions.get(claims.room()).toCompletableFuture().join();
        if (session.state() == SessionState.CANCELLED) {
            throw new ProblemException(Problem.Code.CONFLICT, "The session was cancelled");
        }
        var made =
                new Uploads.New(
                        newId(claims, draft.op()),
                        claims.room(),
                        claims.who(),
                        claims.name(),
                        draft.type(),
                        draft.startedAtMs());
        Upload upload = uploads.create(made);
        return done(
                HttpReply.json(201, shown(upload))
                        .with("Location", "/media/recordings/" + upload.id()));
    }

    /// Of an operation's id the same again, so that a page which got no answer makes no second one.
    private static UploadId newId(JoinClaims claims, @Nullable OperationId op) {
        String seed =
                op == null
                        ? null
                        : "upload %s %s %s".formatted(claims.room(), claims.who(), op.value());
        return new UploadId("upl_" + Seeds.letters(seed, Api.ID_LENGTH));
    }

    private byte[] shown(Upload upload) {
        String url =
                upload.complete() ? urls.path(upload.session(), upload.file(), upload.who()) : null;
        return UploadCodec.upload(upload, uploads.limits().chunkBytes(), url);
    }

    private static CompletionStage<HttpReply> done(HttpReply reply) {
        return CompletableFuture.completedStage(reply);
    }

    private static UploadId id(Call call) throws ProblemException {
        String written = call.parameter("id");
        if (!Ids.valid(written)) {
            throw new ProblemException(Problem.Code.NOT_FOUND, "There is no such upload");
        }
        return new UploadId(written);
    }

    private CompletionStage<HttpReply> get(Call call) throws ProblemException {
        JoinClaims claims = call.claims();
        Upload upload = uploads.get(claims.room(), claims.who(), id(call));
        return done(HttpReply.json(200, shown(upload)));
    }

    private CompletionStage<HttpReply> complete(Call call) throws ProblemException {
        JoinClaims claims = call.claims();
        Upload upload = uploads.complete(claims.room(), claims.who(), id(call));
        return done(HttpReply.json(200, shown(upload)));
    }

    private CompletionStage<HttpReply> put(Call call) throws ProblemException {
        UploadId id = id(call);
        long index = Requests.number(call.parameter("n"));
        if (index < 0 || index > MAX_INDEX) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST, "A chunk's number is a whole number from 0 on");
        }
        ReceivedChunk chunk = chunk(call.request().transfer());
        JoinClaims claims = call.claims();
        Appended appended = uploads.append(claims.room(), claims.who(), id, (int) index, chunk);
        int status =
                switch (appended) {
                    case Appended.Taken _ -> 201;
                    case Appended.Known _ -> 200;
                    case Appended.OutOfOrder other ->
                            throw UploadCodec.outOfOrder(other.nextIndex());
                };
        return done(HttpReply.json(status, UploadCodec.awaited(appended.nextIndex())));
    }

    /// The chunk as it arrived, if it is as it was sent.
    private static ReceivedChunk chunk(ApiRequest.Transfer transfer) throws ProblemException {
        ArrivedChunk arrived = transfer.chunk();
        Problem refused = arrived == null ? null : arrived.refused();
        if (refused != null) {
            throw new ProblemException(refused);
        }
        String digest = ContentDigest.sha256(transfer.contentDigest());
        if (digest == null) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST, "Send Content-Digest with a sha-256 (RFC 9530)");
        }
        ReceivedChunk chunk = arrived == null ? null : arrived.chunk();
        if (chunk == null) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "A chunk has at least a byte");
        }
        if (!chunk.sha256().equals(digest)) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST, "The body is not what Content-Digest says");
        }
        return chunk;
    }
}
