package live.lyceum.signaling.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.room.RoomFact;
import org.jspecify.annotations.Nullable;

/// What a lesson's rows carry, as JSON: messages, what was said, its time, its end.
final class LessonCodec {
    /// Stands between the writer's name, which is one line, and what they wrote.
    private static final char SEPARATOR = '\n';

    private LessonCodec() {}

    /// Who said something and what, as it is kept beside a row; without both if they were erased.
    record Kept(String name, @Nullable String text) {
        /// @param kept null if it was erased
        static Kept of(@Nullable String kept) {
            int separator = kept == null ? -1 : kept.indexOf(SEPARATOR);
            return kept == null || separator < 0
                    ? new Kept("", null)
                    : new Kept(kept.substring(0, separator), kept.substring(separator + 1));
        }

        /// Leaves out who said what.
        @Override
        public String toString() {
            return "Kept";
        }
    }

    private static String kept(String name, @Nullable String text) {
        return name + SEPARATOR + Objects.requireNonNull(text, "what is erased is not written");
    }

    /// A message without its text.
    ///
    /// @param digest keeps name and text beside the row, and gives what stands in it instead
    static ObjectNode encode(ChatMessage message, UnaryOperator<String> digest) {
        return RowCodec.kind("said")
                .put("id", message.id())
                .put("who", message.from().value())
                .put("textDigest", digest.apply(kept(message.name(), message.text())))
                .put("atMs", message.atMs());
    }

    /// The message; without name and text if they were erased.
    ///
    /// @param read the kept text for a digest
    static ChatMessage message(StoredJson json, UnaryOperator<String> read) {
        Kept kept = Kept.of(read.apply(json.text("textDigest")));
        return new ChatMessage(
                json.text("id"), RowCodec.who(json), kept.name(), kept.text(), json.number("atMs"));
    }

    /// A line of the transcript without its text; as [#encode(ChatMessage, UnaryOperator)].
    static ObjectNode encode(SpokenLine line, UnaryOperator<String> digest) {
        return RowCodec.kind("transcribed")
                .put("id", line.id())
                .put("who", line.from().value())
                .put("textDigest", digest.apply(kept(line.name(), line.text())))
                .put("atMs", line.atMs())
                .put("endAtMs", line.endAtMs())
                .put("language", line.language())
                .put("rev", line.revision());
    }

    /// The line; without name and text if they were erased.
    static SpokenLine line(StoredJson json, UnaryOperator<String> read) {
        Kept kept = Kept.of(read.apply(json.text("textDigest")));
        return new SpokenLine(
                json.text("id"),
                RowCodec.who(json),
                kept.name(),
                kept.text(),
                json.number("atMs"),
                json.number("endAtMs"),
                json.textOrNull("language"),
                (int) json.number("rev"));
    }

    static ObjectNode encode(Timer timer) {
        ObjectNode row = RowCodec.kind("timer_set").put("state", StoredJson.word(timer.state()));
        put(row, "away", timer.away());
        return row.put("activeMs", timer.activeMs()).put("totalMs", timer.totalMs());
    }

    static Timer timer(StoredJson json) {
        return new Timer(
                json.word("state", Timer.State.class),
                sides(json, "away"),
                json.number("activeMs"),
                json.number("totalMs"));
    }

    static ObjectNode encode(RoomFact.Ended ended) {
        SessionEnd end = ended.end();
        SessionRecord.Outcome outcome = end.outcome();
        ObjectNode row =
                RowCodec.kind("ended")
                        .put("reason", StoredJson.word(end.reason()))
                        .put("outcome", outcome == null ? null : StoredJson.word(outcome));
        put(row, "absent", end.absent());
        row.put("activeMs", end.activeMs()).put("atMs", end.atMs());
        StoredJson.put(
                row,
                "silences",
                ended.silences(),
                (silence, each) ->
                        each.put("who", silence.who().value()).put("sinceMs", silence.sinceMs()));
        return row;
    }

    static RoomFact.Ended ended(StoredJson json) {
        String outcome = json.textOrNull("outcome");
        var end =
                new SessionEnd(
                        json.word("reason", SessionEnd.Reason.class),
                        outcome == null
                                ? null
                                : StoredJson.constant(SessionRecord.Outcome.class, outcome),
                        sides(json, "absent"),
                        json.number("activeMs"),
                        json.number("atMs"));
        return new RoomFact.Ended(
                end,
                json.objects(
                        "silences",
                        each -> new RoomFact.Silence(RowCodec.who(each), each.number("sinceMs"))));
    }

    private static void put(ObjectNode row, String name, List<Timer.Side> sides) {
        var array = row.putArray(name);
        sides.forEach(side -> array.add(StoredJson.word(side)));
    }

    private static List<Timer.Side> sides(StoredJson json, String name) {
        return json.texts(name).stream()
                .map(word -> StoredJson.constant(Timer.Side.class, word))
                .toList();
    }
}
