package live.lyceum.signaling.protocol.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import live.lyceum.recorder.api.Film;
import live.lyceum.signaling.protocol.Recording;
import live.lyceum.signaling.protocol.Upload;
import org.jspecify.annotations.Nullable;

/// Recordings as the REST API and webhooks show them.
public final class RecordingCodec {
    /// How the files of what was said in a film are called, before their ending. They are made when
    /// they are read.
    public static final String TRANSCRIPT = "transcript.";

    private RecordingCodec() {}

    /// How much of a film is shown.
    public enum Part {
        ALL,
        /// Not what each person sent.
        FILM
    }

    /// A recording and what is known of it just now.
    ///
    /// @param progress how far its film is, from 0 to 1, or null if none is made
    /// @param transcripts as what the words of a film can be had: how names of files end
    /// @param urls where a file of it can be had for a while
    public record Shown(
            Recording recording,
            @Nullable Double progress,
            Part part,
            List<String> transcripts,
            Function<String, String> urls) {
        public Shown {
            transcripts = List.copyOf(transcripts);
        }
    }

    /// One recording.
    public static byte[] one(Shown shown) {
        ObjectNode tree = Json.object();
        put(shown, tree);
        return Json.bytes(tree);
    }

    /// Those of a session.
    public static byte[] all(List<Shown> all) {
        return Json.bytes(tree(all));
    }

    /// Those of a session, and what its people recorded on their own devices.
    ///
    /// @param urls where a file of theirs can be had for a while
    public static byte[] all(List<Shown> all, List<Upload> local, Function<String, String> urls) {
        ObjectNode tree = tree(all);
        ArrayNode uploads = tree.putArray("local");
        for (Upload each : local) {
            uploads.addObject()
                    .put("id", each.id().value())
                    .put("participant", each.who().value())
                    .put("type", each.type().mediaType())
                    .put("state", Json.word(each.state()))
                    .put("startedAt", Json.time(each.startedAtMs()))
                    .put("bytes", each.bytes())
                    .put("sha256", each.sha256())
                    .put("url", each.complete() ? urls.apply(each.file()) : null);
        }
        return Json.bytes(tree);
    }

    private static ObjectNode tree(List<Shown> all) {
        ObjectNode tree = Json.object();
        ArrayNode items = tree.putArray("items");
        all.forEach(each -> put(each, items.addObject()));
        return tree;
    }

    private static void put(Shown shown, ObjectNode tree) {
        Recording recording = shown.recording();
        tree.put("id", recording.id().value())
                .put("sessionId", recording.session().value())
                .put("state", Json.word(recording.state()))
                .put("startedAt", Json.time(recording.startedAtMs()))
                .put("endedAt", Json.timeOrNull(recording.endedAtMs()))
                .put(
                        "stopped",
                        recording.stopped() == null ? null : Json.word(recording.stopped()));
        if (recording.state() == Recording.State.PROCESSING) {
            tree.put("progress", shown.progress() == null ? 0 : shown.progress());
        }
        if (recording.error() != null) {
            tree.put("error", recording.error());
        }
        Film film = recording.film();
        if (film != null) {
            put(film, shown, tree);
        }
    }

    private static void put(Film film, Shown shown, ObjectNode tree) {
        tree.put("durationMs", film.durationMs())
                .put("incomplete", film.incomplete() == null ? null : Json.word(film.incomplete()));
        boolean all = shown.part() == Part.ALL;
        ArrayNode files = tree.putArray("files");
        for (Film.File each : film.files()) {
            if (all || each.kind() != Film.Kind.TRACK) {
                ObjectNode file = files.addObject();
                put(each, file);
                if (shown.recording().state() == Recording.State.READY) {
                    file.put("url", shown.urls().apply(each.name()));
                }
            }
        }
        if (all) {
            ArrayNode tracks = tree.putArray("tracks");
            film.tracks().forEach(each -> put(each, tracks.addObject()));
        }
        if (shown.recording().state() == Recording.State.READY && !shown.transcripts().isEmpty()) {
            ObjectNode transcript = tree.putObject("transcript");
            for (String each : shown.transcripts()) {
                transcript.put(each, shown.urls().apply(TRANSCRIPT + each));
            }
        }
        ArrayNode chapters = tree.putArray("chapters");
        for (Film.Chapter each : film.chapters()) {
            chapters.addObject().put("atMs", each.atMs()).put("title", each.title());
        }
    }

    private static void put(Film.Track track, ObjectNode tree) {
        tree.put("file", track.file())
                .put("participant", track.who().value())
                .put("source", source(track.source()))
                .put("codec", track.codec())
                .put("startMs", track.startMs())
                .put("endMs", track.endMs());
    }

    /// As `media.slots` calls it.
    private static String source(String word) {
        return word.toLowerCase(Locale.ROOT).equals("screen_audio") ? "screenAudio" : word;
    }

    static void put(List<Film.File> files, ArrayNode into) {
        files.forEach(each -> put(each, into.addObject()));
    }

    private static void put(Film.File file, ObjectNode tree) {
        tree.put("name", file.name())
                .put("kind", Json.word(file.kind()))
                .put("type", file.type())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256());
    }
}
