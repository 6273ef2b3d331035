package live.lyceum.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.codec.ServerEncoder;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomState;

/// What pages asked and were shown, held against the log that the server left.
///
/// @param asked operations that were begun
/// @param lost those of them that the log does not have
/// @param doubled rows of an operation that has one already
/// @param wrongs whatever a page was shown that is not the log, and what else went wrong
record Audit(long asked, long lost, long doubled, List<String> wrongs) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Audit of(List<RoomEvent.Logged> log, List<TestPage> pages) throws IOException {
        Map<String, Integer> done = new HashMap<>();
        for (RoomEvent.Logged row : log) {
            if (row.origin() != null) {
                done.merge(row.origin().op().value(), 1, Integer::sum);
            }
        }
        List<String> ops =
                pages.stream()
                        .flatMap(page -> page.begun().stream())
                        .filter(TestPage.Operation::makesRow)
                        .map(TestPage.Operation::op)
                        .toList();
        var wrongs = new ArrayList<String>();
        for (TestPage page : pages) {
            wrongs.addAll(page.wrongs());
            compareRows(log, page, wrongs);
            compareSnapshots(log, page, wrongs);
        }
        return new Audit(
                ops.size(),
                ops.stream().filter(op -> !done.containsKey(op)).count(),
                done.values().stream().mapToLong(rows -> rows - 1).sum(),
                wrongs);
    }

    /// Prints the figures, and fails unless they are 0.
    ///
    /// @param when after what
    void report(String when, long seed) {
        String of = when + ", of " + asked;
        Figures.figure("operations lost " + of, lost, "operations", "0");
        Figures.figure("operations done twice " + of, doubled, "operations", "0");
        Figures.figure("rows shown otherwise " + when, wrongs.size(), "rows", "0");
        assertThat(wrongs).as("seed %d", seed).isEmpty();
        assertThat(lost).as("lost, seed %d", seed).isZero();
        assertThat(doubled).as("done twice, seed %d", seed).isZero();
    }

    static Audit sum(List<Audit> audits) {
        var wrongs = new ArrayList<String>();
        audits.forEach(each -> wrongs.addAll(each.wrongs));
        return new Audit(
                audits.stream().mapToLong(Audit::asked).sum(),
                audits.stream().mapToLong(Audit::lost).sum(),
                audits.stream().mapToLong(Audit::doubled).sum(),
                wrongs);
    }

    /// Each row a page was shown is the log's.
    private static void compareRows(List<RoomEvent.Logged> log, TestPage page, List<String> wrongs)
            throws IOException {
        for (var row : page.rows().entrySet()) {
            int at = Math.toIntExact(row.getKey()) - 1;
            JsonNode kept = at < log.size() ? frame(log.get(at)) : JSON.nullNode();
            if (!row.getValue().equals(kept)) {
                wrongs.add("shown " + row.getValue() + ", kept " + kept);
            }
        }
    }

    private static JsonNode frame(RoomEvent.Logged row) throws IOException {
        ServerEvent.Durable event = row.fact().event();
        return event == null
                ? JSON.nullNode()
                : JSON.readTree(ServerEncoder.encode(event, row.seq()));
    }

    /// Each snapshot is the log's rows up to there, but for the time.
    private static void compareSnapshots(
            List<RoomEvent.Logged> log, TestPage page, List<String> wrongs) throws IOException {
        for (TestPage.Shown shown : page.shown()) {
            int rows = Math.toIntExact(shown.seq());
            if (rows > log.size()) {
                wrongs.add("shown the room as of row " + rows + " of " + log.size());
                continue;
            }
            JsonNode kept = snapshot(RoomState.replay(log.subList(0, rows)));
            if (!timeless(shown.room()).equals(timeless(kept))) {
                wrongs.add("as of row " + rows + " shown " + shown.room() + ", kept " + kept);
            }
        }
    }

    private static JsonNode snapshot(RoomState room) throws IOException {
        var greeting =
                new Reply.Greeting(
                        new ParticipantId("p0"),
                        "",
                        room.epoch(),
                        room.seq(),
                        new Reply.Heartbeat(1, 1),
                        true,
                        new Reply.Sight.Whole(room.snapshot(room.wallMs())),
                        room.wallMs());
        return JSON.readTree(ServerEncoder.encode(1, greeting)).path("d").path("snapshot");
    }

    private static JsonNode timeless(JsonNode room) {
        ObjectNode copy = room.deepCopy();
        copy.remove("timer");
        return copy;
    }
}
