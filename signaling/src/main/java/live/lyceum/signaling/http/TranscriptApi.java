package live.lyceum.signaling.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TranscriptQuery;
import live.lyceum.signaling.protocol.TranscriptScope;
import live.lyceum.signaling.protocol.codec.Captions;
import live.lyceum.signaling.protocol.codec.TranscriptCodec;
import live.lyceum.signaling.shell.Transcripts;

/// What was said in a session, and in which one something was said.
final class TranscriptApi {
    private final Transcripts transcripts;

    TranscriptApi(HttpParts parts) {
        transcripts = parts.transcripts();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(
                Operation.GET_TRANSCRIPT, this::get,
                Operation.SEARCH_TRANSCRIPTS, this::search,
                Operation.SEARCH_MY_TRANSCRIPTS, this::searchMine);
    }

    private CompletionStage<HttpReply> get(Call call) throws ProblemException {
        String format = call.request().parameter("format");
        return switch (format == null ? "json" : format) {
            case "json" -> page(call);
            case "vtt" ->
                    whole(call, "text/vtt", all -> Captions.vtt(all.transcript(), all.zeroMs()));
            case "srt" ->
                    whole(
                            call,
                            "application/x-subrip",
                            all -> Captions.srt(all.transcript(), all.zeroMs()));
            case "txt" ->
                    whole(call, "text/plain", all -> Captions.text(all.transcript(), all.zeroMs()));
            default ->
                    throw new ProblemException(
                            Problem.Code.BAD_REQUEST, "format is json, vtt, srt or txt");
        };
    }

    private CompletionStage<HttpReply> page(Call call) throws ProblemException {
        String after = call.request().parameter("after");
        int limit = Requests.limit(call.request());
        return transcripts
                .page(call.room(), after, limit + 1)
                .thenApply(found -> {
                    var page = Requests.Page.of(found, limit, SpokenLine::id);
                    return HttpReply.json(200, TranscriptCodec.page(page.items(), page.next()));
                });
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

    private CompletionStage<HttpReply> whole(
            Call call, String type, Function<Transcripts.Known, String> writer)
            throws ProblemException {
        return transcripts
                .of(call.room())
                .thenApply(all ->
                        HttpReply.text(200, type + "; charset=utf-8", writer.apply(all))
                                .with("Cache-Control", "no-store"));
    }
}
