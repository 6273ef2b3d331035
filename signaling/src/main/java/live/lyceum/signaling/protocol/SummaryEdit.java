package live.lyceum.signaling.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody wants a summary to say.
///
/// @param version that they changed
/// @param sections a topic once at most
public record SummaryEdit(int version, List<Section> sections) {
    public SummaryEdit {
        sections = List.copyOf(sections);
    }

    /// What is said of a topic.
    ///
    /// @param topic its id, or null: the whole lesson
    /// @param text empty for none
    public record Section(
            @Nullable String topic, String text, List<Point> decisions, List<Point> homework) {
        public Section {
            decisions = List.copyOf(decisions);
            homework = List.copyOf(homework);
        }

        /// Leaves out what it says.
        @Override
        public String toString() {
            return "Section[%s]".formatted(topic);
        }
    }

    /// A decision, or something to be done.
    ///
    /// @param lines ids of those it is drawn from
    public record Point(String text, @Nullable String whom, List<String> lines) {
        public Point {
            lines = List.copyOf(lines);
        }

        /// Leaves out what it says.
        @Override
        public String toString() {
            return "Point" + lines;
        }
    }
}
