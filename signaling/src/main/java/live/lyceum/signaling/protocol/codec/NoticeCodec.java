package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Notice.Content;
import live.lyceum.signaling.protocol.Receipt;
import live.lyceum.signaling.protocol.Timer;

/// What is sent to webhooks.
public final class NoticeCodec {
    private static final String RECORDING = "recording";

    private NoticeCodec() {}

    /// The body of a delivery, `{type, timestamp, data}`.
    public static String body(Notice notice) {
        ObjectNode tree =
                Json.object()
                        .put("type", notice.type().word())
                        .put("timestamp", Json.time(notice.atMs()));
        ObjectNode data = tree.putObject("data");
        RoomId room = notice.room();
        if (room != null) {
            data.put("sessionId", room.value());
        }
        if (notice.seq() != null) {
            data.put("seq", notice.seq());
        }
        put(notice.content(), data);
        return tree.toString();
    }

    private static void put(Content content, ObjectNode data) {
        switch (content) {
            case Content.Time(Timer timer) -> {
                data.put("activeMs", timer.activeMs()).put("totalMs", timer.totalMs());
                var away = data.putArray("away");
                timer.away().forEach(each -> away.add(Json.word(each)));
            }
            case Content.End end -> {
                data.put("activeMs", end.end().activeMs()).put("totalMs", end.totalMs());
                ServerEncoder.putHow(end.end(), data);
                put(end.attendance(), data);
            }
            case Content.Arrival arrival ->
                    data.put("participant", arrival.who().value())
                            .put("name", arrival.name())
                            .put("role", Json.word(arrival.role()));
            case Content.Departure departure ->
                    data.put("participant", departure.who().value())
                            .put("role", Json.word(departure.role()))
                            .put("reason", departure.removed() ? "removed" : "left");
            case Content.Opinion opinion -> PeopleCodec.put(opinion.feedback(), data);
            case Content.RecordingStart started -> {
                data.put(RECORDING, started.id().value());
                if (started.by() != null) {
                    data.put("by", started.by().value());
                }
            }
            case Content.RecordingStop stopped ->
                    data.put(RECORDING, stopped.id().value())
                            .put(
                                    "reason",
                                    stopped.reason() == null
                                            ? "ended"
                                            : Json.word(stopped.reason()));
            case Content.RecordingFiles ready -> {
                data.put(RECORDING, ready.id().value()).put("durationMs", ready.durationMs());
                RecordingCodec.put(ready.files(), data.putArray("files"));
            }
            case Content.RecordingFailure failed ->
                    data.put(RECORDING, failed.id().value()).put("why", failed.why());
            case Content.TranscriptLines ready -> {
                data.put("lines", ready.lines()).put("words", ready.words());
                var languages = data.putArray("languages");
                ready.languages().forEach(languages::add);
            }
            case Content.SummaryPoints ready ->
                    data.put("topics", ready.topics())
                            .put("decisions", ready.decisions())
                            .put("homework", ready.homework())
                            .put("model", ready.model());
            case Content.Nothing() -> {}
        }
    }

    private static void put(List<Receipt.Attendance> all, ObjectNode data) {
        var attendance = data.putArray("attendance");
        for (Receipt.Attendance each : all) {
            attendance
                    .addObject()
                    .put("id", each.who().value())
                    .put("role", Json.word(each.role()))
                    .put("activeMs", each.activeMs());
        }
    }
}
