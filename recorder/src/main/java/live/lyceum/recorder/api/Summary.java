package live.lyceum.recorder.api;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What came of a lesson: of the whole, and of each topic.
///
/// @param sections the whole lesson first, then its topics in their order; [#MAX_CHARACTERS] in all
public record Summary(List<Section> sections) {
    /// Of all texts together, in UTF-16, so that a person can send it back in one request.
    public static final int MAX_CHARACTERS = 14_000;

    public static final int MAX_SECTIONS = 101;

    /// Decisions and homework of all sections.
    public static final int MAX_POINTS = 100;

    public Summary {
        sections = List.copyOf(sections);
        if (!fits(sections)) {
            throw new IllegalArgumentException("a summary is short");
        }
    }

    /// Whether sections together are short enough for a summary.
    public static boolean fits(List<Section> sections) {
        return sections.size() <= MAX_SECTIONS
                && sections.stream().mapToLong(each -> each.points().count()).sum() <= MAX_POINTS
                && sections.stream().mapToInt(Section::length).sum() <= MAX_CHARACTERS;
    }

    private static boolean isLonger(String text, int most) {
        return text.codePointCount(0, text.length()) > most;
    }

    /// Whether nothing came of the lesson.
    public boolean isEmpty() {
        return sections.stream().allMatch(Section::isEmpty);
    }

    /// A line of the transcript that something is drawn from.
    ///
    /// @param line its id
    /// @param atMs when it began to be said, in epoch milliseconds
    public record Source(String line, long atMs) {}

    /// A decision, or something to be done.
    ///
    /// @param text of one line, [#MAX_TEXT] characters at most
    /// @param whom who is to do it, by name; null if that is not known, and for decisions
    /// @param sources [#MAX_SOURCES] at most; none if that is not known
    public record Point(String text, @Nullable String whom, List<Source> sources) {
        public static final int MAX_TEXT = 500;
        public static final int MAX_WHOM = 100;
        public static final int MAX_SOURCES = 4;

        public Point {
            sources = List.copyOf(sources);
            if (text.isBlank()
                    || isLonger(text, MAX_TEXT)
                    || (whom != null && (whom.isBlank() || isLonger(whom, MAX_WHOM)))
                    || sources.size() > MAX_SOURCES) {
                throw new IllegalArgumentException("a point says something, in a few words");
            }
        }

        /// How many characters it has, as UTF-16 counts them.
        public int length() {
            return text.length() + (whom == null ? 0 : whom.length());
        }

        /// Leaves out what it says.
        @Override
        public String toString() {
            return "Point" + sources;
        }
    }

    /// What is said of a topic.
    ///
    /// @param topic its id, or null: the whole lesson
    /// @param title of the topic when the lesson was summed up; empty for the whole lesson
    /// @param text empty if there is nothing to say; [#MAX_TEXT] characters at most
    /// @param decisions what was agreed on, [#MAX_POINTS] at most
    /// @param homework what somebody is to do, [#MAX_POINTS] at most
    public record Section(
            @Nullable String topic,
            String title,
            String text,
            List<Point> decisions,
            List<Point> homework) {
        public static final int MAX_TEXT = 1_500;
        public static final int MAX_POINTS = 20;

        public Section {
            decisions = List.copyOf(decisions);
            homework = List.copyOf(homework);
            if (isLonger(text, MAX_TEXT)
                    || decisions.size() > MAX_POINTS
                    || homework.size() > MAX_POINTS) {
                throw new IllegalArgumentException("a section is short");
            }
        }

        /// Its decisions, then its homework.
        public Stream<Point> points() {
            return Stream.concat(decisions.stream(), homework.stream());
        }

        /// Whether there is nothing to say of it.
        public boolean isEmpty() {
            return length() == 0;
        }

        int length() {
            return text.length() + points().mapToInt(Point::length).sum();
        }

        /// Leaves out what it says.
        @Override
        public String toString() {
            return "Section[%s, %d]".formatted(topic, length());
        }
    }
}
