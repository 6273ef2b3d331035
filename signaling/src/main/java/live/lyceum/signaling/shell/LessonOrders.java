package live.lyceum.signaling.shell;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// What a summarizer is told of lessons.
final class LessonOrders {
    private final Transcripts transcripts;
    private final Rooms rooms;

    LessonOrders(Transcripts transcripts, Rooms rooms) {
        this.transcripts = transcripts;
        this.rooms = rooms;
    }

    /// All that was said in a session, by topics.
    CompletionStage<Summarizer.Order> of(RoomId session) {
        return transcripts.of(session).thenCombine(rooms.topicsDone(session), LessonOrders::order);
    }

    private static Summarizer.Order order(Transcripts.Known known, Map<String, Long> doneAtMs) {
        var session = known.session();
        return new Summarizer.Order(
                session.plan().id(),
                session.plan().title(),
                session.plan().topics().stream().map(each -> topic(each, doneAtMs)).toList(),
                known.transcript()
                        .readable()
                        .map(each -> line(each, known.transcript().roles().get(each.from())))
                        .toList());
    }

    private static Summarizer.Topic topic(Topic topic, Map<String, Long> doneAtMs) {
        return new Summarizer.Topic(topic.id(), topic.title(), doneAtMs.get(topic.id()));
    }

    private static Summarizer.Line line(SpokenLine line, @Nullable Role role) {
        return new Summarizer.Line(
                line.id(),
                line.name(),
                role == null ? "" : role.name().toLowerCase(Locale.ROOT),
                String.valueOf(line.text()),
                line.atMs());
    }
}
