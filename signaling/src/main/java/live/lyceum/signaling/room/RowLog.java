package live.lyceum.signaling.room;

import org.jspecify.annotations.Nullable;

/// Makes a row of a fact and folds it into the state.
interface RowLog {
    /// Dates the row and gives it the next number.
    ///
    /// @param origin the operation that caused it, or null
    RoomEvent.Logged log(RoomFact fact, RoomEvent.@Nullable Origin origin, long wallMs);
}
