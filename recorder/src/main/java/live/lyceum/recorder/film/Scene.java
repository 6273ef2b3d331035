package live.lyceum.recorder.film;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Cue;
import org.jspecify.annotations.Nullable;

/// What is to be seen at a moment: who, in which order, and whose screen.
///
/// @param share the screen that is shown; null without one
/// @param people at most [Layout#MAX_PEOPLE]
public record Scene(@Nullable Share share, List<Tile> people) {
    /// Nobody is there yet.
    public static final Scene EMPTY = new Scene(null, List.of());

    /// A screen.
    ///
    /// @param track whose picture it is
    public record Share(int track, ParticipantId who, String name) {}

    /// A person's place.
    ///
    /// @param state what is to be seen there
    /// @param track whose picture it is; -1 without one
    /// @param muted whether nothing is to be heard
    public record Tile(
            ParticipantId who, String name, Cue.Part part, State state, int track, boolean muted) {
        /// Leaves out the name.
        @Override
        public String toString() {
            return "Tile[%s, %s, %d, %s]".formatted(who, state, track, muted);
        }
    }

    /// How somebody is there.
    public enum State {
        /// With a picture.
        SEEN,
        /// In the room, without a picture.
        UNSEEN,
        /// Not in the room.
        AWAY
    }
}
