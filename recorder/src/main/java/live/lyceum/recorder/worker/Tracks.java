package live.lyceum.recorder.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.film.Manifest;
import live.lyceum.recorder.film.ManifestCodec;
import live.lyceum.recorder.lesson.LessonEvent;

/// All tracks' files, or one's. Owned by its thread.
final class Tracks implements AutoCloseable {
    private final Folder folder;
    private final int only;
    private final Suspects suspects;
    private final Map<ParticipantId, Cue.Person> people;
    private final Map<Integer, TrackFile> open = new TreeMap<>();
    private final List<Manifest.Track> done = new ArrayList<>();

    /// @param only the track that is wanted; 0 for all
    /// @param people who is known; may grow
    Tracks(Folder folder, int only, Map<ParticipantId, Cue.Person> people, Suspects suspects) {
        this.suspects = suspects;
        this.folder = folder;
        this.only = only;
        this.people = people;
    }

    void event(LessonEvent event) throws IOException {
        if (only != 0 && event.track() != only) {
            return;
        }
        if (event instanceof LessonEvent.Began began) {
            open.put(
                    began.track(),
                    new TrackFile(folder.files, began.track(), began.of(), began.atUs(), suspects));
        }
        TrackFile file = open.get(event.track());
        if (file != null) {
            file.apply(event);
            if (event instanceof LessonEvent.Ended) {
                open.remove(event.track());
                end(event.track(), file);
            }
        }
    }

    private void end(int number, TrackFile file) throws IOException {
        Cue.Person person = people.get(file.of().who());
        Manifest.Track track =
                file.end(
                        person == null ? "" : person.name(), person == null ? null : person.part());
        if (track != null) {
            done.add(track);
            folder.replace(folder.known(number), ManifestCodec.write(track));
        }
    }

    /// Ends all that is open; what there is of tracks, in the order of their files.
    List<Manifest.Track> end() throws IOException {
        for (Map.Entry<Integer, TrackFile> each : List.copyOf(open.entrySet())) {
            open.remove(each.getKey());
            end(each.getKey(), each.getValue());
        }
        done.sort(Comparator.comparing(Manifest.Track::file));
        return List.copyOf(done);
    }

    @Override
    public void close() {
        open.values().forEach(TrackFile::close);
        open.clear();
    }
}
