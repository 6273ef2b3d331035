package live.lyceum.recorder.gemini;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.lyceum.recorder.api.Summarizer.Line;
import live.lyceum.recorder.api.Summarizer.Order;
import live.lyceum.recorder.api.Summarizer.Topic;
import org.jspecify.annotations.Nullable;

/// What of a lesson is asked in one request: all of it, but for one that is very long.
final class LessonParts {
    /// Some hours of speech, and a small part of what a model reads at once.
    static final int PART_CHARACTERS = 200_000;

    /// What is said after so many parts is left out: more speech than a session may have.
    static final int MAX_PARTS = 8;

    /// Around the text of a line: its number, time and speaker.
    private static final int LINE_CHARACTERS = 60;

    private LessonParts() {}

    /// A piece of a lesson.
    ///
    /// @param first number of its first line in the lesson, from 1
    record Part(int first, List<Line> lines) {
        /// The line that has this number in the lesson; null if it is none of these.
        @Nullable Line line(long number) {
            long index = number - first;
            return index >= 0 && index < lines.size() ? lines.get((int) index) : null;
        }
    }

    /// The parts of a lesson in the order of time. Each ends with a topic, if one ends in its later
    /// half.
    static List<Part> of(Order order, int partCharacters) {
        List<Line> lines = order.lines();
        List<Long> ends =
                order.topics().stream().map(Topic::doneAtMs).filter(Objects::nonNull).toList();
        var parts = new ArrayList<Part>();
        int from = 0;
        while (from < lines.size() && parts.size() < MAX_PARTS) {
            int to = end(lines, from, ends, partCharacters);
            parts.add(new Part(from + 1, lines.subList(from, to)));
            from = to;
        }
        return parts;
    }

    private static int end(List<Line> lines, int from, List<Long> ends, int most) {
        int characters = 0;
        int afterTopic = -1;
        for (int i = from; i < lines.size(); i++) {
            int length = lines.get(i).text().length() + LINE_CHARACTERS;
            if (characters > 0 && characters + length > most) {
                return afterTopic > from ? afterTopic : i;
            }
            if (characters > most / 2 && endsBetween(lines.get(i - 1), lines.get(i), ends)) {
                afterTopic = i;
            }
            characters += length;
        }
        return lines.size();
    }

    private static boolean endsBetween(Line before, Line line, List<Long> ends) {
        return ends.stream().anyMatch(each -> each > before.atMs() && each <= line.atMs());
    }
}
