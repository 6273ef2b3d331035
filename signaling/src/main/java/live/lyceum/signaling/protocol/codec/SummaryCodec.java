package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Summary;
import live.lyceum.signaling.protocol.LessonSummary;
import live.lyceum.signaling.protocol.ProblemException;
import live.lyceum.signaling.protocol.SummaryEdit;
import org.jspecify.annotations.Nullable;

/// The bodies of the REST API about summaries of sessions.
public final class SummaryCodec {
    private static final int MAX_ID = 64;

    private SummaryCodec() {}

    /// A summary, or what becomes of it.
    public static byte[] summary(LessonSummary summary) {
        ObjectNode tree = Json.object();
        tree.put("state", Json.word(summary.state()))
                .put("version", summary.version())
                .put("model", summary.model())
                .put("madeAt", Json.timeOrNull(summary.madeAtMs()));
        var edit = summary.edit();
        if (edit == null) {
            tree.putNull("edited");
        } else {
            ParticipantId who = edit.who();
            tree.putObject("edited")
                    .put("by", who == null ? null : who.value())
                    .put("name", edit.name())
                    .put("at", Json.time(edit.atMs()));
        }
        var sections = tree.putArray("sections");
        Summary content = summary.content();
        if (content != null) {
            content.sections().forEach(each -> put(each, sections.addObject()));
        }
        return Json.bytes(tree);
    }

    private static void put(Summary.Section section, ObjectNode tree) {
        tree.put("topic", section.topic())
                .put("title", section.topic() == null ? null : section.title())
                .put("text", section.text());
        var decisions = tree.putArray("decisions");
        section.decisions().forEach(each -> put(each, decisions.addObject()));
        var homework = tree.putArray("homework");
        for (Summary.Point each : section.homework()) {
            put(each, homework.addObject().put("whom", each.whom()));
        }
    }

    private static void put(Summary.Point point, ObjectNode tree) {
        tree.put("text", point.text());
        var sources = tree.putArray("sources");
        for (Summary.Source each : point.sources()) {
            sources.addObject().put("line", each.line()).put("at", Json.time(each.atMs()));
        }
    }

    /// The body of `PUT /sessions/{id}/summary`.
    public static SummaryEdit edit(String body) throws ProblemException {
        Fields fields = SessionCodec.read(body);
        int version = (int) fields.number("version", 0, Integer.MAX_VALUE);
        List<SummaryEdit.Section> sections =
                fields.list("sections", Summary.MAX_SECTIONS, SummaryCodec::section);
        var topics = new HashSet<@Nullable String>();
        if (!sections.stream().map(SummaryEdit.Section::topic).allMatch(topics::add)) {
            fields.wrong("sections", "has a topic twice");
        }
        SessionCodec.refuseIfWrong(fields);
        return new SummaryEdit(version, sections);
    }

    private static SummaryEdit.Section section(Fields fields, String name) {
        Fields each = fields.object(name);
        return new SummaryEdit.Section(
                each.has("topic") ? each.text("topic", MAX_ID) : null,
                Objects.requireNonNullElse(each.linesOrNull("text", Summary.Section.MAX_TEXT), ""),
                each.listOrEmpty(
                        "decisions", Summary.Section.MAX_POINTS, (in, at) -> point(in, at, false)),
                each.listOrEmpty(
                        "homework", Summary.Section.MAX_POINTS, (in, at) -> point(in, at, true)));
    }

    private static SummaryEdit.Point point(Fields fields, String name, boolean mayHaveWhom) {
        Fields each = fields.object(name);
        return new SummaryEdit.Point(
                each.line("text", Summary.Point.MAX_TEXT),
                mayHaveWhom && each.has("whom") ? each.line("whom", Summary.Point.MAX_WHOM) : null,
                each.listOrEmpty(
                        "lines", Summary.Point.MAX_SOURCES, (in, at) -> in.text(at, MAX_ID)));
    }
}
