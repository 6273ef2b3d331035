package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.FoundLine;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.Snippet;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TranscriptQuery;
import org.jspecify.annotations.Nullable;

/// Lines of a transcript, as JSON.
public final class TranscriptCodec {
    private TranscriptCodec() {}

    static void put(SpokenLine line, ObjectNode d) {
        putVersion(line, d);
        d.put("rev", line.revision());
    }

    /// A line that says not which version it is.
    static void putVersion(SpokenLine line, ObjectNode d) {
        d.put("id", line.id())
                .put("from", line.from().value())
                .put("name", line.name())
                .put("text", line.text())
                .put("at", Json.time(line.atMs()))
                .put("endAt", Json.time(line.endAtMs()));
        if (line.language() != null) {
            d.put("language", line.language());
        }
    }

    /// A page of lines; `next` is what to ask for the page after it, or null at the end.
    public static byte[] page(List<SpokenLine> lines, @Nullable String next) {
        return Json.page(lines, TranscriptCodec::put, next);
    }

    /// All lines in one page.
    ///
    /// @param complete whether nothing more comes
    public static byte[] file(List<SpokenLine> lines, boolean complete) {
        return Json.bytes(
                Json.items(lines, TranscriptCodec::put).putNull("next").put("complete", complete));
    }

    /// A page of lines that were found by `query`.
    public static byte[] foundPage(
            List<FoundLine> lines, TranscriptQuery query, @Nullable String next) {
        return Json.page(lines, (each, tree) -> put(each, query, tree), next);
    }

    private static void put(FoundLine found, TranscriptQuery query, ObjectNode tree) {
        SpokenLine line = found.line();
        SessionRecord session = found.session();
        tree.putObject("session")
                .put("id", session.plan().id().value())
                .put("title", session.plan().title())
                .put("startsAt", Json.time(session.plan().startsAtMs()))
                .put("startedAt", Json.timeOrNull(session.startedAtMs()));
        tree.put("id", line.id())
                .put("from", line.from().value())
                .put("name", line.name())
                .put("at", Json.time(line.atMs()))
                .put("endAt", Json.time(line.endAtMs()));
        RecordingId recording = found.recording();
        if (recording != null) {
            tree.put("recording", recording.value());
        }
        var snippet = tree.putArray("snippet");
        String text = Objects.requireNonNullElse(line.text(), "");
        for (Snippet.Part each : Snippet.of(text, query).parts()) {
            snippet.addObject().put("text", each.text()).put("match", each.match());
        }
    }
}
