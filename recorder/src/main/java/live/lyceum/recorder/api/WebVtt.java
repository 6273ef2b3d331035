package live.lyceum.recorder.api;

import java.util.Locale;

/// The words of WebVTT files (W3C, WebVTT: The Web Video Text Tracks Format).
public final class WebVtt {
    /// How a file begins.
    public static final String HEAD = "WEBVTT\n";

    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;
    private static final long SECOND_MS = 1_000;

    private WebVtt() {}

    /// A cue, with the blank line before it.
    ///
    /// @param text without a blank line, and [#escaped] where it is no markup
    public static String cue(long fromMs, long toMs, String text) {
        return "\n%s --> %s\n%s\n".formatted(time(fromMs), time(toMs), text);
    }

    /// A cue with a name of its own, which has no arrow in it.
    public static String cue(String id, long fromMs, long toMs, String text) {
        return "\n" + id + cue(fromMs, toMs, text);
    }

    /// As in `00:01:02.007`.
    public static String time(long ms) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                ms / HOUR_MS,
                ms % HOUR_MS / MINUTE_MS,
                ms % MINUTE_MS / SECOND_MS,
                ms % SECOND_MS);
    }

    /// Text in which nothing is markup, nor an arrow.
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
