package live.lyceum.recorder.film;

import java.util.List;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.WebVtt;

/// The WebVTT files of a film.
public final class Vtt {
    private Vtt() {}

    /// Chapters, each until the next.
    public static String chapters(List<Film.Chapter> chapters, long endMs) {
        var out = new StringBuilder(WebVtt.HEAD);
        for (int i = 0; i < chapters.size(); i++) {
            long end = i + 1 < chapters.size() ? chapters.get(i + 1).atMs() : endMs;
            cue(out, chapters.get(i).atMs(), end, WebVtt.escaped(chapters.get(i).title()));
        }
        return out.toString();
    }

    /// Where in a picture of thumbnails each one is, as Media Fragments (`#xywh=`).
    ///
    /// @param file the picture's name
    public static String strip(Strip strip, String file, long endMs) {
        var out = new StringBuilder(WebVtt.HEAD);
        for (int i = 0; i < strip.count(); i++) {
            long end = i + 1 < strip.count() ? (i + 1) * strip.everyMs() : endMs;
            String place =
                    "%s#xywh=%d,%d,%d,%d"
                            .formatted(
                                    file,
                                    strip.left(i),
                                    strip.top(i),
                                    strip.width(),
                                    strip.height());
            cue(out, i * strip.everyMs(), end, place);
        }
        return out.toString();
    }

    private static void cue(StringBuilder out, long fromMs, long toMs, String text) {
        if (toMs > fromMs) {
            out.append(WebVtt.cue(fromMs, toMs, text));
        }
    }
}
