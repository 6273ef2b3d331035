package live.lyceum.recorder.api;

import live.lyceum.media.api.ParticipantId;

/// What one has to know of a lesson besides its media to make a film of it. Times are milliseconds
/// on the recording's clock, which begins with the recording.
public sealed interface Cue {
    long atMs();

    /// Somebody is in the room from here on, under this name. Before the first that sends is here,
    /// the film shows nobody.
    record Person(long atMs, ParticipantId who, String name, Part part) implements Cue {
        /// Leaves out the name.
        @Override
        public String toString() {
            return "Person[%d, %s, %s]".formatted(atMs, who, part);
        }
    }

    /// What somebody is in the lesson.
    enum Part {
        MENTOR,
        LEARNER
    }

    /// A topic is talked about from here on: a chapter begins.
    record Topic(long atMs, String title) implements Cue {
        /// Leaves out the title.
        @Override
        public String toString() {
            return "Topic[%d]".formatted(atMs);
        }
    }

    /// The server was away and goes on: all journals from before have no more than they have.
    record Resumed(long atMs) implements Cue {}

    /// The recording ended; nothing is written to its folder any more but what is made of it.
    record Ended(long atMs) implements Cue {}
}
