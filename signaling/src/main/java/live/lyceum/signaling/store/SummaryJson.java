package live.lyceum.signaling.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import live.lyceum.recorder.api.Summary;
import live.lyceum.recorder.api.Summary.Point;
import live.lyceum.recorder.api.Summary.Section;
import live.lyceum.recorder.api.Summary.Source;

/// What a summary says, as it is kept.
final class SummaryJson {
    private SummaryJson() {}

    static String write(Summary summary) {
        ObjectNode tree = StoredJson.object();
        StoredJson.put(tree, "sections", summary.sections(), SummaryJson::put);
        return tree.toString();
    }

    private static void put(Section section, ObjectNode tree) {
        tree.put("topic", section.topic())
                .put("title", section.title())
                .put("text", section.text());
        StoredJson.put(tree, "decisions", section.decisions(), SummaryJson::put);
        StoredJson.put(tree, "homework", section.homework(), SummaryJson::put);
    }

    private static void put(Point point, ObjectNode tree) {
        tree.put("text", point.text()).put("whom", point.whom());
        StoredJson.put(
                tree,
                "sources",
                point.sources(),
                (source, into) -> into.put("line", source.line()).put("atMs", source.atMs()));
    }

    static Summary read(String json) {
        return StoredJson.read(
                json, tree -> new Summary(tree.objects("sections", SummaryJson::section)));
    }

    private static Section section(StoredJson json) {
        return new Section(
                json.textOrNull("topic"),
                json.text("title"),
                json.text("text"),
                json.objects("decisions", SummaryJson::point),
                json.objects("homework", SummaryJson::point));
    }

    private static Point point(StoredJson json) {
        return new Point(
                json.text("text"),
                json.textOrNull("whom"),
                json.objects(
                        "sources",
                        source -> new Source(source.text("line"), source.number("atMs"))));
    }
}
