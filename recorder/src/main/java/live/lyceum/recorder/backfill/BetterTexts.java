package live.lyceum.recorder.backfill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Scripts;
import live.lyceum.recorder.api.TranscriptLine;
import org.jspecify.annotations.Nullable;

/// Puts what was recognised afterwards in the place of what was recognised live. Lines keep their
/// ids and times, so that nothing that points at one is lost. Each word of a better text goes to
/// the line of the same speaker within which it was said, as its place in the text tells; what was
/// said where there is no line becomes a new one. Pure.
public final class BetterTexts {
    /// A word this close to a line belongs to it: the times of both are not that exact.
    static final long SLACK_MS = 500;

    /// So much of a line's time must be covered, of 100: else its text may be more than the better
    /// one.
    private static final long COVERED = 50;

    /// What a line has of silence before and after its words, about.
    private static final long SILENCE_MS = 1_200;

    private static final Comparator<TranscriptLine> ORDER =
            Comparator.comparingLong(TranscriptLine::startMs)
                    .thenComparingLong(TranscriptLine::endMs)
                    .thenComparing(TranscriptLine::id);

    private BetterTexts() {}

    /// What becomes of a transcript.
    ///
    /// @param live the lines that there are
    /// @param better what was recognised afterwards, each the first of its id
    /// @param left what could not be recognised then: of lines that touch it nothing better is
    ///   known
    /// @return better versions of lines, and lines that are new, in the order of time; what stays
    ///   as it is is left out
    public static List<TranscriptLine> of(
            List<TranscriptLine> live, List<TranscriptLine> better, List<Gap> left) {
        Map<ParticipantId, List<Place>> places = new HashMap<>();
        live.stream()
                .sorted(ORDER)
                .forEach(each ->
                        places.computeIfAbsent(each.who(), _ -> new ArrayList<>())
                                .add(new Place(each, isLeft(each, left))));
        var told = new ArrayList<TranscriptLine>();
        for (TranscriptLine each : better.stream().sorted(ORDER).toList()) {
            told.addAll(put(each, places.getOrDefault(each.who(), List.of())));
        }
        for (List<Place> of : places.values()) {
            of.stream().filter(Place::isBetter).map(Place::line).forEach(told::add);
        }
        told.sort(ORDER);
        return told;
    }

    private static boolean isLeft(TranscriptLine line, List<Gap> left) {
        return left.stream()
                .anyMatch(each ->
                        each.who().equals(line.who())
                                && each.fromMs() < line.endMs()
                                && each.toMs() > line.startMs());
    }

    /// Gives the words of a text to the lines at hand; what is left is new.
    private static List<TranscriptLine> put(TranscriptLine better, List<Place> places) {
        List<Place> near =
                places.stream()
                        .filter(each -> each.coveredMs(better.startMs(), better.endMs()) > 0)
                        .toList();
        if (near.isEmpty()) {
            return List.of(better);
        }
        near.forEach(each -> each.cover(better));
        boolean spaced = isSpaced(better.text());
        List<String> words = words(better.text().strip(), spaced);
        int count = words.size();
        long lengthMs = better.endMs() - better.startMs();
        var rest = new ArrayList<TranscriptLine>();
        var run = new Run(better, spaced ? " " : "");
        for (int i = 0; i < count; i++) {
            long fromMs = better.startMs() + lengthMs * i / count;
            long toMs = better.startMs() + lengthMs * (i + 1) / count;
            Place place = nearest(near, (fromMs + toMs) / 2);
            if (place == null) {
                run.add(words.get(i), fromMs, toMs);
            } else {
                run.end(rest);
                place.add(words.get(i), run.between);
            }
        }
        run.end(rest);
        return rest;
    }

    /// Whether blanks tell words apart. Where words stand without spaces between them, each
    /// character counts as one.
    private static boolean isSpaced(String text) {
        return text.codePoints().noneMatch(Scripts::isWithoutBlanks);
    }

    private static List<String> words(String text, boolean spaced) {
        return spaced
                ? List.of(text.split("\\s+", -1))
                : text.codePoints().mapToObj(Character::toString).toList();
    }

    private static @Nullable Place nearest(List<Place> places, long atMs) {
        Place nearest = null;
        for (Place each : places) {
            if (nearest == null || each.awayMs(atMs) < nearest.awayMs(atMs)) {
                nearest = each;
            }
        }
        return nearest != null && nearest.awayMs(atMs) <= SLACK_MS ? nearest : null;
    }

    /// Words that follow one another and have no line.
    private static final class Run {
        private final TranscriptLine of;
        private final String between;
        private final StringBuilder text = new StringBuilder();
        private long fromMs;
        private long toMs;
        private int runs;

        private Run(TranscriptLine of, String between) {
            this.of = of;
            this.between = between;
        }

        private void add(String word, long wordFromMs, long wordToMs) {
            if (text.isEmpty()) {
                fromMs = wordFromMs;
            } else {
                text.append(between);
            }
            text.append(word);
            toMs = wordToMs;
        }

        private void end(List<TranscriptLine> into) {
            if (!text.toString().isBlank()) {
                String id = runs == 0 ? of.id() : of.id() + "-" + runs;
                runs++;
                into.add(
                        new TranscriptLine(
                                id, of.who(), fromMs, toMs, text.toString(), of.language(), 0));
            }
            text.setLength(0);
        }
    }

    /// A line that there is, and the words that it gets.
    private static final class Place {
        private final TranscriptLine live;
        private final boolean left;
        private final StringBuilder text = new StringBuilder();
        private @Nullable String language;
        private long coveredMs;

        private Place(TranscriptLine live, boolean left) {
            this.live = live;
            this.left = left;
            language = live.language();
        }

        private long coveredMs(long fromMs, long toMs) {
            return Math.min(live.endMs(), toMs) - Math.max(live.startMs(), fromMs);
        }

        private long awayMs(long atMs) {
            return Math.max(0, Math.max(live.startMs() - atMs, atMs - live.endMs()));
        }

        private void cover(TranscriptLine better) {
            coveredMs += coveredMs(better.startMs(), better.endMs());
            if (better.language() != null) {
                language = better.language();
            }
        }

        private void add(String word, String between) {
            text.append(text.isEmpty() ? "" : between).append(word);
        }

        private boolean isBetter() {
            long lengthMs = Math.max(1, live.endMs() - live.startMs() - SILENCE_MS);
            return !left
                    && coveredMs * 100 >= lengthMs * COVERED
                    && !text.toString().isBlank()
                    && !text.toString().equals(live.text());
        }

        private TranscriptLine line() {
            return new TranscriptLine(
                    live.id(),
                    live.who(),
                    live.startMs(),
                    live.endMs(),
                    text.toString(),
                    language,
                    live.revision() + 1);
        }
    }
}
