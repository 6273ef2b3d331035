package live.lyceum.recorder.film;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.FilmCodec;
import live.lyceum.recorder.api.RecordingId;
import org.jspecify.annotations.Nullable;

/// The manifest as JSON, `files/manifest.json` in a recording's folder.
public final class ManifestCodec {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int VERSION = 1;

    private ManifestCodec() {}

    /// A manifest as text.
    public static String write(Manifest manifest) {
        ObjectNode out =
                MAPPER.createObjectNode()
                        .put("version", VERSION)
                        .put("recording", manifest.recording().value())
                        .put("session", manifest.session())
                        .put("title", manifest.title())
                        .put("startedAt", manifest.startedAt().toString())
                        .put("durationMs", manifest.durationMs())
                        .put("state", name(manifest.state()))
                        .put("incomplete", name(manifest.incomplete()));
        ArrayNode tracks = out.putArray("tracks");
        manifest.tracks().forEach(each -> tracks.add(track(each)));
        ArrayNode chapters = out.putArray("chapters");
        manifest.chapters()
                .forEach(each ->
                        chapters.addObject().put("atMs", each.atMs()).put("title", each.title()));
        ArrayNode files = out.putArray("files");
        manifest.files()
                .forEach(each ->
                        files.addObject()
                                .put("name", each.name())
                                .put("kind", name(each.kind()))
                                .put("type", each.type())
                                .put("bytes", each.bytes())
                                .put("sha256", each.sha256()));
        return out.toPrettyString() + "\n";
    }

    /// A track alone, as it stands in a manifest.
    public static String write(Manifest.Track track) {
        return track(track).toString();
    }

    private static ObjectNode track(Manifest.Track track) {
        ObjectNode out =
                MAPPER.createObjectNode()
                        .put("file", track.file())
                        .put("participant", track.who().value())
                        .put("name", track.name())
                        .put("role", name(track.part()))
                        .put("source", name(track.source()))
                        .put("layer", track.layer())
                        .put("codec", track.codec())
                        .put("startMs", track.startMs())
                        .put("endMs", track.endMs());
        ArrayNode gaps = out.putArray("gaps");
        track.gaps()
                .forEach(each ->
                        gaps.addObject()
                                .put("fromMs", each.fromMs())
                                .put("toMs", each.toMs())
                                .put("why", name(each.why())));
        return out;
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }

    /// Reads a manifest.
    ///
    /// @throws IOException if it is none of this version
    public static Manifest read(String text) throws IOException {
        JsonNode in = object(text);
        if (in.path("version").intValue() != VERSION) {
            throw new IOException("a manifest of another version");
        }
        try {
            var tracks = new ArrayList<Manifest.Track>();
            for (JsonNode each : in.path("tracks")) {
                tracks.add(track(each));
            }
            Film film = FilmCodec.read(text);
            return new Manifest(
                    new RecordingId(string(in, "recording")),
                    string(in, "session"),
                    string(in, "title"),
                    Instant.parse(string(in, "startedAt")),
                    film.durationMs(),
                    value(Manifest.State.class, string(in, "state")),
                    film.incomplete(),
                    List.copyOf(tracks),
                    film.chapters(),
                    film.files());
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new IOException("a manifest that is damaged", wrong);
        }
    }

    /// Reads a track that was written alone.
    ///
    /// @throws IOException if it is none
    public static Manifest.Track readTrack(String text) throws IOException {
        try {
            return track(object(text));
        } catch (IllegalArgumentException wrong) {
            throw new IOException("a track that is damaged", wrong);
        }
    }

    private static JsonNode object(String text) throws IOException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IOException("no JSON", wrong);
        }
    }

    private static Manifest.Track track(JsonNode in) throws IOException {
        var gaps = new ArrayList<Manifest.Gap>();
        for (JsonNode each : in.path("gaps")) {
            gaps.add(
                    new Manifest.Gap(
                            number(each, "fromMs"),
                            number(each, "toMs"),
                            value(Manifest.Why.class, string(each, "why"))));
        }
        JsonNode role = in.path("role");
        return new Manifest.Track(
                string(in, "file"),
                new ParticipantId(string(in, "participant")),
                string(in, "name"),
                role.isTextual() ? value(Cue.Part.class, role.textValue()) : null,
                value(Source.class, string(in, "source")),
                (int) number(in, "layer"),
                string(in, "codec"),
                number(in, "startMs"),
                number(in, "endMs"),
                List.copyOf(gaps));
    }

    private static <E extends Enum<E>> E value(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    private static String string(JsonNode in, String name) throws IOException {
        JsonNode value = in.path(name);
        if (!value.isTextual()) {
            throw new IOException("a manifest without " + name);
        }
        return value.textValue();
    }

    private static long number(JsonNode in, String name) throws IOException {
        JsonNode value = in.path(name);
        if (!value.isIntegralNumber()) {
            throw new IOException("a manifest without " + name);
        }
        return value.longValue();
    }
}
