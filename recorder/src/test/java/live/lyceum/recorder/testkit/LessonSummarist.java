package live.lyceum.recorder.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a model might say when it is asked to sum up a lesson. It finds a decision in the first
/// line and homework in the last one, and names the one who said that.
final class LessonSummarist {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LINE =
            Pattern.compile("\\[(\\d+)] [\\d:]+ (.+?) \\(\\w+\\): (.*)");

    private LessonSummarist() {}

    private record Line(int number, String name, String text) {}

    /// The answer to a request of `generateContent`.
    static String answer(String request) throws JsonProcessingException {
        JsonNode parts = JSON.readTree(request).at("/contents/0/parts");
        JsonNode lesson = JSON.readTree(parts.at("/0/text").asText());
        List<Line> lines =
                parts.at("/1/text")
                        .asText()
                        .lines()
                        .map(LINE::matcher)
                        .filter(Matcher::matches)
                        .map(each ->
                                new Line(
                                        Integer.parseInt(each.group(1)),
                                        each.group(2),
                                        each.group(3)))
                        .toList();
        ObjectNode said = JSON.createObjectNode();
        ArrayNode sections = said.putArray("sections");
        section(
                sections,
                0,
                "%d lines were said in “%s”."
                        .formatted(lines.size(), lesson.path("lesson").asText()));
        for (JsonNode each : lesson.path("topics")) {
            ObjectNode section =
                    section(
                            sections,
                            each.path("number").asInt(),
                            "This was about “%s”.".formatted(each.path("title").asText()));
            if (sections.size() == 2 && !lines.isEmpty()) {
                Line first = lines.getFirst();
                Line last = lines.getLast();
                point(section, "decisions", "Agreed: " + first.text(), first.number());
                point(section, "homework", "Practise: " + last.text(), last.number())
                        .put("whom", last.name());
            }
        }
        return GenerateService.answer(said.toString());
    }

    private static ObjectNode section(ArrayNode sections, int topic, String text) {
        ObjectNode section = sections.addObject().put("topic", topic).put("summary", text);
        section.putArray("decisions");
        section.putArray("homework");
        return section;
    }

    private static ObjectNode point(ObjectNode section, String kind, String text, int line) {
        ObjectNode point = section.withArray(kind).addObject().put("text", text);
        point.putArray("lines").add(line);
        return point;
    }
}
