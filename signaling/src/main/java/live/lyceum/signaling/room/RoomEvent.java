package live.lyceum.signaling.room;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.OperationId;
import org.jspecify.annotations.Nullable;

/// What a room makes of a command.
public sealed interface RoomEvent {
    /// A row of the log.
    ///
    /// @param seq grows by one from 1
    /// @param wallMs epoch milliseconds; never less than the row's before
    /// @param origin the operation that caused it, or null when no client asked for it
    record Logged(long seq, long wallMs, @Nullable Origin origin, RoomFact fact)
            implements RoomEvent {}

    /// The operation was carried out before, as the row `seq`, or all was as it wants it at that
    /// row: same reply, no new row.
    record Repeated(long seq) implements RoomEvent {}

    /// Nothing happened.
    ///
    /// @param message for the client's developer
    record Refused(ErrorCode code, String message) implements RoomEvent {}

    /// Which operation of whom a row carries out.
    ///
    /// @param digest tells another body under the same `op`
    record Origin(ParticipantId who, OperationId op, String digest) {}
}
