package live.lyceum.recorder.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.api.FilmCodec;

/// Files as a worker leaves them, with a manifest that says what they are.
public final class StoredFilm {
    private static final String MANIFEST = "manifest.json";

    private StoredFilm() {}

    /// Writes a lesson of so many bytes, a picture, and an index into the folder of files.
    public static Film write(Path files, int lessonBytes) throws IOException {
        Files.createDirectories(files);
        byte[] lesson = new byte[lessonBytes];
        new Random(lessonBytes).nextBytes(lesson);
        var rows = new ArrayList<String>();
        rows.add(row(files, "lesson.webm", "lesson", "video/webm", lesson));
        rows.add(row(files, "strip.jpg", "strip", "image/jpeg", new byte[] {1, 2, 3}));
        rows.add(
                row(
                        files,
                        "strip.vtt",
                        "strip_index",
                        "text/vtt",
                        "WEBVTT\n".getBytes(StandardCharsets.UTF_8)));
        String manifest =
                """
                {"state":"ready","durationMs":7,"files":[%s],"tracks":[],"chapters":[]}\
                """
                        .formatted(String.join(",", rows));
        Files.writeString(files.resolve(MANIFEST), manifest);
        return FilmCodec.read(manifest);
    }

    /// The names of what it writes, in order.
    public static List<String> names() {
        return List.of("lesson.webm", MANIFEST, "strip.jpg", "strip.vtt");
    }

    private static String row(Path files, String name, String kind, String type, byte[] content)
            throws IOException {
        Files.write(files.resolve(name), content);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return """
            {"name":"%s","kind":"%s","type":"%s","bytes":%d,"sha256":"%s"}\
            """
                    .formatted(name, kind, type, content.length, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
