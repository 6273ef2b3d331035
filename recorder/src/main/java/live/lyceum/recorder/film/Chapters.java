package live.lyceum.recorder.film;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;

/// The parts of a lesson.
public final class Chapters {
    private static final long SHORTEST_MS = 1_000;

    private Chapters() {}

    /// The chapters of a lesson, from its begin on, whose topics come in the order of time. Topics
    /// within a second are one, the last of them; before the first is the lesson itself.
    ///
    /// @param title of the lesson
    public static List<Film.Chapter> of(List<Cue.Topic> topics, String title, long endMs) {
        var chapters = new ArrayList<Film.Chapter>();
        for (Cue.Topic each : topics) {
            long atMs = Math.max(0, each.atMs());
            if (atMs >= endMs || each.title().isBlank()) {
                continue;
            }
            if (!chapters.isEmpty() && atMs - chapters.getLast().atMs() < SHORTEST_MS) {
                atMs = chapters.removeLast().atMs();
            }
            chapters.add(new Film.Chapter(atMs < SHORTEST_MS ? 0 : atMs, line(each.title())));
        }
        if (!chapters.isEmpty() && chapters.getFirst().atMs() > 0) {
            chapters.addFirst(new Film.Chapter(0, line(title)));
        }
        return List.copyOf(chapters);
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
