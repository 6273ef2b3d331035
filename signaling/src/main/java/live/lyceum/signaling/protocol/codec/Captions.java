package live.lyceum.signaling.protocol.codec;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.Transcript;

/// A transcript as a file for people and players: WebVTT, SubRip, plain text. Times count from
/// `zeroMs`; what was said before that stands at its beginning. Erased lines are left out.
public final class Captions {
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;
    private static final long SECOND_MS = 1_000;

    /// A player shows nothing that takes no time.
    private static final long SHORTEST_MS = 1;

    private Captions() {}

    /// WebVTT, with the speaker as the voice of a cue.
    ///
    /// @param zeroMs in epoch milliseconds
    public static String vtt(Transcript transcript, long zeroMs) {
        String cues =
                lines(transcript)
                        .map(each ->
                                "\n%s\n%s --> %s\n<v %s>%s\n"
                                        .formatted(
                                                each.id(),
                                                time(startMs(each, zeroMs), '.'),
                                                time(endMs(each, zeroMs), '.'),
                                                escaped(speaker(transcript, each)),
                                                escaped(text(each))))
                        .collect(Collectors.joining());
        return "WEBVTT\n" + cues;
    }

    /// SubRip, with the speaker before what they say. It has no way to write an arrow.
    public static String srt(Transcript transcript, long zeroMs) {
        var srt = new StringBuilder();
        int number = 0;
        for (SpokenLine each : lines(transcript).toList()) {
            number++;
            srt.append(
                    "%s\n%s --> %s\n%s\n\n"
                            .formatted(
                                    Integer.toString(number),
                                    time(startMs(each, zeroMs), ','),
                                    time(endMs(each, zeroMs), ','),
                                    (each.name() + ": " + text(each)).replace("-->", "→")));
        }
        return srt.toString();
    }

    /// One line of text for each that was said.
    public static String text(Transcript transcript, long zeroMs) {
        return lines(transcript)
                .map(each -> {
                    long atMs = startMs(each, zeroMs);
                    return "[%s] %s: %s\n".formatted(clock(atMs), each.name(), text(each));
                })
                .collect(Collectors.joining());
    }

    private static Stream<SpokenLine> lines(Transcript transcript) {
        return transcript.readable();
    }

    private static String speaker(Transcript transcript, SpokenLine line) {
        Role role = transcript.roles().get(line.from());
        return role == null ? line.name() : "%s (%s)".formatted(line.name(), Json.word(role));
    }

    /// A blank line would end the cue.
    private static String text(SpokenLine line) {
        return Objects.requireNonNullElse(line.text(), "").replaceAll("\\R", " ");
    }

    /// Also within an arrow.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static long startMs(SpokenLine line, long zeroMs) {
        return Math.max(0, line.atMs() - zeroMs);
    }

    private static long endMs(SpokenLine line, long zeroMs) {
        return Math.max(line.endAtMs() - zeroMs, startMs(line, zeroMs) + SHORTEST_MS);
    }

    private static String time(long ms, char point) {
        return String.format(Locale.ROOT, "%s%c%03d", clock(ms), point, ms % SECOND_MS);
    }

    private static String clock(long ms) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d",
                ms / HOUR_MS,
                ms % HOUR_MS / MINUTE_MS,
                ms % MINUTE_MS / SECOND_MS);
    }
}
