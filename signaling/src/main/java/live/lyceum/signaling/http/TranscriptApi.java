package live.lyceum.signaling.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.Ids;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import live.lyceum.signaling.protocol.codec.TranscriptCodec;
import live.lyceum.signaling.shell.Recordings;
import live.lyceum.signaling.shell.Transcripts;
import org.jspecify.annotations.Nullable;

/// What was said in a session, and in which one something was said.
final class TranscriptApi {
    private final Transcripts transcripts;
    private final Recordings recordings;

    TranscriptApi(HttpParts parts) {
        transcripts = parts.transcripts();
        recordings = parts.recordings();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.GET_TRANSCRIPT, this::get,
                Operation.SEARCH_TRANSCRIPTS, this::search,
                Operation.SEARCH_MY_TRANSCRIPTS, this::searchMine);
    }

    private CompletionStage<HttpReply> get(Call call) throws ProblemException {
        String word = call.request().parameter("format");
        TranscriptFormat format = TranscriptFormat.of(word == null ? "json" : word);
        if (format == null) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "format is json, vtt, srt or txt");
        }
        return format == TranscriptFormat.JSON ? page(call) : said(call).thenApply(format::whole);
    }

    /// All of it, or what was said while the recording went on that is asked for.
    private CompletionStage<Transcripts.Said> said(Call call) throws ProblemException {
        RoomId session = call.room();
        String recording = call.request().parameter("recording");
        if (recording == null) {
            return transcripts.of(session).thenApply(Transcripts.Known::said);
        }
        if (!Ids.valid(recording)) {
            throw new ProblemException(Problem.Code.BAD_REQUEST, "recording is no recording's id");
        }
        return recordings
                .get(session, new RecordingId(recording))
                .thenCompose(known ->
                        transcripts
                                .of(session)
                                .thenApply(all -> all.saidDuring(known.recording())));
    }

    private CompletionStage<HttpReply> page(Call call) throws ProblemException {
        String after = call.request().parameter("after");
        int limit = Requests.limit(call.request());
        if (call.request().parameter("recording") == null) {
            return transcripts
                    .page(call.room(), after, limit + 1)
                    .thenApply(found -> page(found, limit));
        }
        return said(call)
                .thenCompose(said -> {
                    List<SpokenLine> lines = behind(said.transcript().lines(), after);
                    return lines == null
                            ? CompletableFuture.failedStage(
                                    new ProblemException(
                                            Problem.Code.BAD_REQUEST, "after is no line's id"))
                            : CompletableFuture.completedStage(page(lines, limit));
                });
    }

    private static HttpReply page(List<SpokenLine> lines, int limit) {
        var page = Requests.Page.of(lines, limit, SpokenLine::id);
        return HttpReply.json(200, TranscriptCodec.page(page.items(), page.next()));
    }

    /// Null if no line is called so.
    private static @Nullable List<SpokenLine> behind(
            List<SpokenLine> lines, @Nullable String after) {
        if (after == null) {
            return lines;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).id().equals(after)) {
                return lines.subList(i + 1, lines.size());
            }
        }
        return null;
    }

    private CompletionStage<HttpReply> search(Call call) throws ProblemException {
        return find(call, new TranscriptScope(call.tenant(), null));
    }

    private CompletionStage<HttpReply> searchMine(Call call) throws ProblemException {
        Caller.Person person = call.person();
        return find(call, new TranscriptScope(person.tenant(), person.who()));
    }

    private CompletionStage<HttpReply> find(Call call, TranscriptScope scope)
            throws ProblemException {
        var query = TranscriptQuery.parse(call.request().parameter("q"));
        String after = call.request().parameter("after");
        int limit = Requests.limit(call.request());
        Long place = after == null ? null : Long.valueOf(Requests.number(after));
        return transcripts
                .find(scope, query, place, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, each -> Long.toString(each.place()));
                    return HttpReply.json(
                            200, TranscriptCodec.foundPage(page.items(), query, page.next()));
                });
    }
}
