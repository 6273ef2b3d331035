package live.lyceum.recorder.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.film.FilmFormat;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.ManifestCodec;
import live.lyceum.recorder.journal.JournalName;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.lesson.LessonReader;

/// What a worker does with a recording's folder from where it is. Owned by its thread.
final class Job {
    private static final long PAUSE_MS = 500;
    private static final long SOUND_BPS = 100_000;

    private final Folder folder;
    private final FilmFormat format;
    private final Progress progress;

    Job(Folder folder, FilmFormat format, Progress progress) {
        this.folder = folder;
        this.format = format;
        this.progress = progress;
    }

    /// Makes all there is to make.
    ///
    /// @throws IOException if it cannot be made, or there is no room for it
    void run() throws IOException, InterruptedException {
        Manifest before = folder.manifest();
        if (before != null && before.state() == Manifest.State.READY) {
            progress.tracks();
            progress.ready();
            return;
        }
        folder.sweep();
        if (folder.hadNoRoom() && !roomNow()) {
            tracksOnly();
        } else {
            everything();
        }
        progress.ready();
    }

    /// Whether there is room for everything, by what the journals have and the film may need; once
    /// the lesson is over.
    private boolean roomNow() throws IOException, InterruptedException {
        try (var script = new Script(folder)) {
            while (true) {
                script.read(_ -> {});
                if (script.ended()) {
                    long filmBytes = script.endMs() * (format.bitrateBps() + SOUND_BPS) / 8 / 1_000;
                    long needed = folder.journalBytes() + 2 * filmBytes + folder.reserve();
                    return folder.usable() > needed;
                }
                progress.following(0, 0);
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    private void everything() throws IOException, InterruptedException {
        folder.forgetTracks();
        var suspects = new Suspects(folder.work);
        try (var script = new Script(folder)) {
            var finishing = new Finishing(folder, format, script);
            try (var following =
                    new Following(
                            folder,
                            format,
                            script,
                            suspects,
                            progress,
                            tracks -> {
                                finishing.tracks(tracks, Manifest.State.TRACKS, null);
                                progress.tracks();
                            })) {
                following.run();
                progress.finishing(script.endMs(), script.endMs());
                boolean damaged = following.damaged() || suspects.any();
                finishing.film(following.segments(), damaged ? Film.Lack.DAMAGED : null);
                if (following.undecoded() > 0) {
                    System.err.println(
                            following.undecoded() + " frames or packets could not be decoded");
                }
            }
        }
    }

    /// One track after the other, each journal deleted when its track is on the disk; no film.
    private void tracksOnly() throws IOException {
        folder.makeRoom();
        var suspects = new Suspects(folder.work);
        try (var script = new Script(folder)) {
            script.read(_ -> {});
            for (Path journal : folder.journals()) {
                int number = JournalName.number(journal);
                if (!Files.exists(folder.known(number))) {
                    track(number, script, suspects);
                }
                Files.delete(journal);
            }
            var finishing = new Finishing(folder, format, script);
            finishing.tracks(known(), Manifest.State.READY, Film.Lack.DISK_FULL);
            progress.tracks();
        }
    }

    private void track(int number, Script script, Suspects suspects) throws IOException {
        folder.deleteTrack(number);
        try (LessonReader reader = LessonReader.open(folder.root);
                var one = new Tracks(folder, number, script.people(), suspects)) {
            reader.finish();
            for (LessonEvent event = reader.next(); event != null; event = reader.next()) {
                one.event(event);
            }
            var _ = one.end();
            folder.syncFiles();
        }
    }

    private List<Manifest.Track> known() throws IOException {
        var all = new ArrayList<Manifest.Track>();
        try (var files = Files.newDirectoryStream(folder.work, "track-*.json")) {
            for (Path each : files) {
                all.add(ManifestCodec.readTrack(Files.readString(each)));
            }
        }
        all.sort(Comparator.comparing(Manifest.Track::file));
        return List.copyOf(all);
    }
}
