package live.lyceum.signaling.protocol.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.lyceum.recorder.api.WebVtt;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Transcript;

/// A transcript as a file for people and players: WebVTT, SubRip, plain text. Times count from
/// `zeroMs`; what was said before that stands at its beginning. Erased lines are left out.
///
/// In WebVTT and SubRip a long line is several cues, one after another, for nobody reads more than
/// two rows at a time. Each has its share of the line's time.
public final class Captions {
    /// A player shows nothing that takes no time.
    private static final long SHORTEST_MS = 1;

    /// Two rows of 42 characters, as subtitles have them.
    private static final int MAX_CUE = 84;

    private Captions() {}

    /// What is shown at once.
    ///
    /// @param part its number within the line, from 0
    private record Cue(SpokenLine line, int part, long fromMs, long toMs, String text) {
        /// The line's own for its first; a point is in no line's id.
        String id() {
            return part == 0 ? line.id() : "%s.%d".formatted(line.id(), part);
        }
    }

    /// WebVTT, with the speaker as the voice of a cue.
    ///
    /// @param zeroMs in epoch milliseconds
    public static String vtt(Transcript transcript, long zeroMs) {
        return cues(transcript, zeroMs)
                .map(each -> {
                    String voice = WebVtt.escaped(speaker(transcript, each.line()));
                    String text = WebVtt.escaped(each.text());
                    return WebVtt.cue(
                            each.id(),
                            each.fromMs(),
                            each.toMs(),
                            "<v %s>%s".formatted(voice, text));
                })
                .collect(Collectors.joining("", WebVtt.HEAD, ""));
    }

    /// SubRip, with the speaker before what they say. It has no way to write an arrow.
    public static String srt(Transcript transcript, long zeroMs) {
        var srt = new StringBuilder();
        int number = 0;
        for (Cue each : cues(transcript, zeroMs).toList()) {
            number++;
            srt.append(
                    "%s\n%s --> %s\n%s\n\n"
                            .formatted(
                                    Integer.toString(number),
                                    WebVtt.time(each.fromMs()).replace('.', ','),
                                    WebVtt.time(each.toMs()).replace('.', ','),
                                    (each.line().name() + ": " + each.text()).replace("-->", "→")));
        }
        return srt.toString();
    }

    /// One line of text for each that was said.
    public static String text(Transcript transcript, long zeroMs) {
        return transcript
                .readable()
                .map(each -> {
                    String at = WebVtt.time(startMs(each, zeroMs));
                    String seconds = at.substring(0, at.lastIndexOf('.'));
                    return "[%s] %s: %s\n".formatted(seconds, each.name(), text(each));
                })
                .collect(Collectors.joining());
    }

    private static Stream<Cue> cues(Transcript transcript, long zeroMs) {
        return transcript.readable().flatMap(each -> cues(each, zeroMs).stream());
    }

    private static List<Cue> cues(SpokenLine line, long zeroMs) {
        long startMs = startMs(line, zeroMs);
        long allMs = Math.max(line.endAtMs() - zeroMs, startMs + SHORTEST_MS) - startMs;
        List<String> parts = parts(text(line));
        long length = Math.max(1, parts.stream().mapToInt(String::length).sum());
        var cues = new ArrayList<Cue>();
        long before = 0;
        for (String part : parts) {
            long fromMs = startMs + allMs * before / length;
            before += part.length();
            long toMs = Math.max(startMs + allMs * before / length, fromMs + SHORTEST_MS);
            cues.add(new Cue(line, cues.size(), fromMs, toMs, part));
        }
        return cues;
    }

    /// Cuts into parts of about the same length, at ends of words where there are any.
    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        String rest = text;
        for (int left = Math.ceilDiv(text.length(), MAX_CUE); rest.length() > MAX_CUE; left--) {
            int about = Math.min(MAX_CUE, Math.ceilDiv(rest.length(), Math.max(left, 1)));
            int at = end(rest, about);
            parts.add(rest.substring(0, at).strip());
            rest = rest.substring(at).strip();
        }
        if (!rest.isEmpty()) {
            parts.add(rest);
        }
        return parts;
    }

    /// Where a word ends next to `about`, at [#MAX_CUE] at the latest; before a half character
    /// never.
    private static int end(String text, int about) {
        int after = text.indexOf(' ', about);
        if (after > 0 && after <= MAX_CUE) {
            return after;
        }
        int before = text.lastIndexOf(' ', MAX_CUE);
        if (before > 0) {
            return before;
        }
        return Character.isHighSurrogate(text.charAt(about - 1)) ? about - 1 : about;
    }

    private static String speaker(Transcript transcript, SpokenLine line) {
        Role role = transcript.roles().get(line.from());
        return role == null ? line.name() : "%s (%s)".formatted(line.name(), Json.word(role));
    }

    /// A blank line would end the cue.
    private static String text(SpokenLine line) {
        return Objects.requireNonNullElse(line.text(), "").replaceAll("\\R", " ");
    }

    private static long startMs(SpokenLine line, long zeroMs) {
        return Math.max(0, line.atMs() - zeroMs);
    }
}
