package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import live.lyceum.signaling.protocol.ServerEvent;
import org.jspecify.annotations.Nullable;

/// Pages of a session's log, as `GET /sessions/{id}/events` hands them out.
public final class LogCodec {
    private LogCodec() {}

    /// A row as it is kept, with which its page can be checked.
    ///
    /// @param json what is hashed
    /// @param hash of the row before and `json`
    /// @param salt of `text`; both null when the row has none or it was erased
    public record Kept(String json, String hash, @Nullable String salt, @Nullable String text) {}

    /// A row and what it says.
    ///
    /// @param roomMs how long after the first row
    /// @param event null for the first row of a log
    public record Item(
            long seq, long wallMs, long roomMs, ServerEvent.@Nullable Durable event, Kept kept) {}

    /// Writes a page.
    ///
    /// @param next what to ask for the page after it, or null at the end
    public static byte[] page(List<Item> items, @Nullable Long next) {
        ObjectNode tree = Json.object();
        var array = tree.putArray("items");
        for (Item item : items) {
            ObjectNode row = array.addObject().put("seq", item.seq());
            row.put("at", Json.time(item.wallMs())).put("roomMs", item.roomMs());
            ServerEvent.Durable event = item.event();
            if (event == null) {
                row.put("type", "session.created").putObject("data");
            } else {
                ObjectNode frame = ServerEncoder.tree(event, item.seq());
                row.put("type", frame.get("t").asText()).set("data", frame.get("d"));
            }
            Kept kept = item.kept();
            ObjectNode chain = row.putObject("chain").put("row", kept.json());
            chain.put("hash", kept.hash());
            if (kept.salt() != null) {
                chain.put("salt", kept.salt()).put("text", kept.text());
            }
        }
        return Json.bytes(tree.put("next", next));
    }

    /// The rows that a page says were kept; null if it is no page.
    public static @Nullable List<Kept> kept(byte[] page) {
        ObjectNode tree = Json.object(new String(page, StandardCharsets.UTF_8));
        if (tree == null || !tree.path("items").isArray()) {
            return null;
        }
        List<Kept> rows = new ArrayList<>();
        for (JsonNode item : tree.path("items")) {
            JsonNode chain = item.path("chain");
            rows.add(
                    new Kept(
                            chain.path("row").asText(),
                            chain.path("hash").asText(),
                            textOrNull(chain.get("salt")),
                            textOrNull(chain.get("text"))));
        }
        return rows;
    }

    private static @Nullable String textOrNull(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asText();
    }

    /// What the page names as the next one, or null.
    public static @Nullable Long next(byte[] page) {
        ObjectNode tree = Json.object(new String(page, StandardCharsets.UTF_8));
        return tree == null || !tree.path("next").isNumber()
                ? null
                : Long.valueOf(tree.path("next").asLong());
    }
}
