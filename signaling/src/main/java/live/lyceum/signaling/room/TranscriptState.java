package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import live.lyceum.signaling.protocol.SpokenLine;
import org.jspecify.annotations.Nullable;

/// What was said lately, and how much there is of it. Owned by its [LessonState].
final class TranscriptState {
    /// What somebody sees who comes late; older lines are in the log.
    static final int MAX_LINES = 200;

    /// In all, so that a snapshot goes through a slow link in time.
    static final int MAX_CHARACTERS = 32_768;

    /// In the order of speech.
    private final List<SpokenLine> lines = new ArrayList<>();

    private int characters;
    private int rows;

    TranscriptState copy() {
        var copy = new TranscriptState();
        copy.lines.addAll(lines);
        copy.characters = characters;
        copy.rows = rows;
        return copy;
    }

    void said(SpokenLine line) {
        rows++;
        for (SpokenLine each : lines) {
            if (each.id().equals(line.id())) {
                if (!line.replaces(each)) {
                    return;
                }
                lines.remove(each);
                characters -= each.length();
                break;
            }
        }
        int place = Collections.binarySearch(lines, line, SpokenLine.BY_TIME);
        lines.add(place < 0 ? -place - 1 : place, line);
        characters += line.length();
        while (lines.size() > MAX_LINES || characters > MAX_CHARACTERS) {
            characters -= lines.removeFirst().length();
        }
    }

    /// Nobody is to be shown them any more.
    void erase() {
        lines.clear();
        characters = 0;
    }

    /// Whether this line, or a better version of it, is among the latest.
    boolean has(SpokenLine line) {
        return lines.stream().anyMatch(each -> each.id().equals(line.id()) && !line.replaces(each));
    }

    List<SpokenLine> lines() {
        return List.copyOf(lines);
    }

    /// How many lines there were, each version counted.
    int rows() {
        return rows;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TranscriptState that
                && lines.equals(that.lines)
                && rows == that.rows;
    }

    @Override
    public int hashCode() {
        return Objects.hash(lines, rows);
    }
}
