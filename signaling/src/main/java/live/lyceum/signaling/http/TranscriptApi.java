package live.lyceum.signaling.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import live.lyceum.signaling.protocol.Problem;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.codec.Captions;
import live.lyceum.signaling.protocol.codec.TranscriptCodec;
import live.lyceum.signaling.shell.Transcripts;
import org.jspecify.annotations.Nullable;

/// What was said in a session.
final class TranscriptApi {
    private final Transcripts transcripts;

    TranscriptApi(HttpParts parts) {
        transcripts = parts.transcripts();
    }

    Map<Operation, Call.Handler> handlers() {
        return Map.of(Operation.GET_TRANSCRIPT, this::get);
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
                .of(call.room())
                .thenCompose(all -> {
                    List<SpokenLine> lines = behind(all.transcript().lines(), after);
                    if (lines == null) {
                        return CompletableFuture.failedStage(
                                new ProblemException(
                                        Problem.Code.BAD_REQUEST, "after is no line's id"));
                    }
                    var page = Requests.Page.of(lines, limit, SpokenLine::id);
                    return CompletableFuture.completedStage(
                            HttpReply.json(200, TranscriptCodec.page(page.items(), page.next())));
                });
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
