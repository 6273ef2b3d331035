package live.lyceum.signaling.protocol;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import live.lyceum.media.api.ParticipantId;

/// All that was said in a session.
///
/// @param lines in the order of speech, each in its best version
/// @param roles of those who were in the room
public record Transcript(List<SpokenLine> lines, Map<ParticipantId, Role> roles) {
    public Transcript {
        lines = List.copyOf(lines);
        roles = Map.copyOf(roles);
    }

    /// What was said in a part of the time, wholly or not; in epoch milliseconds.
    public Transcript between(long fromMs, long toMs) {
        return new Transcript(
                lines.stream()
                        .filter(each -> each.endAtMs() > fromMs && each.atMs() < toMs)
                        .toList(),
                roles);
    }

    /// Those that were not erased.
    public Stream<SpokenLine> readable() {
        return lines.stream().filter(each -> each.length() > 0);
    }

    /// How many words there are, as blanks tell them apart.
    public int words() {
        return readable()
                .map(each -> Objects.requireNonNullElse(each.text(), ""))
                .mapToInt(text -> text.strip().split("\\s+", -1).length)
                .sum();
    }

    /// Those that were recognised, sorted.
    public List<String> languages() {
        var languages = new TreeSet<String>();
        for (SpokenLine each : lines) {
            String language = each.language();
            if (language != null) {
                languages.add(language);
            }
        }
        return List.copyOf(languages);
    }

    /// Leaves out what was said.
    @Override
    public String toString() {
        return "Transcript[%d]".formatted(lines.size());
    }
}
