package live.lyceum.recorder.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import live.lyceum.recorder.api.Film;
import live.lyceum.recorder.cue.CueReader;
import live.lyceum.recorder.cue.Heading;
import live.lyceum.recorder.film.Chapters;

/// What the cues have said so far. Owned by its thread.
final class Script implements AutoCloseable {
    private final CueReader reader;
    private final Map<ParticipantId, Cue.Person> people = new LinkedHashMap<>();
    private final List<Cue.Topic> topics = new ArrayList<>();
    private long endMs = -1;

    Script(Folder folder) throws IOException {
        reader = CueReader.open(folder.root);
    }

    Heading heading() {
        return reader.heading();
    }

    /// Reads what is new.
    void read(Consumer<Cue> each) throws IOException {
        for (Cue cue = reader.next(); cue != null; cue = reader.next()) {
            switch (cue) {
                case Cue.Person person -> people.put(person.who(), person);
                case Cue.Topic topic -> topics.add(topic);
                case Cue.Ended ended -> endMs = ended.atMs();
                case Cue.Resumed _ -> {}
            }
            each.accept(cue);
        }
    }

    /// Who was there, as they were called last.
    Map<ParticipantId, Cue.Person> people() {
        return people;
    }

    /// Whether the recording is over.
    boolean ended() {
        return endMs >= 0;
    }

    /// How long it is; once it is over.
    long endMs() {
        return endMs;
    }

    List<Film.Chapter> chapters() {
        return Chapters.of(topics, heading().title(), endMs);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
