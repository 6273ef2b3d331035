package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import live.lyceum.signaling.protocol.SpokenLine;
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
}
