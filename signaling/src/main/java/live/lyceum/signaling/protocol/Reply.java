package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;

/// What a request is answered.
public sealed interface Reply {
    /// The answer to `hello`.
    ///
    /// @param resumeToken secret of this page; the key to its next `resume`
    /// @param epoch names the log that `seq` counts in
    /// @param seq the snapshot's, or when resumed the newest event's
    /// @param joined whether this page is in the room already
    /// @param atMs when it was answered, in epoch milliseconds of the clock that lines of the
    ///   transcript have
    record Greeting(
            ParticipantId you,
            String resumeToken,
            String epoch,
            long seq,
            Heartbeat heartbeat,
            boolean joined,
            Sight sight,
            long atMs)
            implements Reply {
        /// Leaves out the token.
        @Override
        public String toString() {
            return "Greeting[%s, seq=%d, joined=%b]".formatted(you, seq, joined);
        }
    }

    /// What a greeted page sees of the room.
    sealed interface Sight {
        /// All of it.
        record Whole(Snapshot snapshot) implements Sight {}

        /// The events since its cursor follow. They tell how the time went on, and not when they
        /// are read, so `timer` is as of now.
        record Since(Timer timer) implements Sight {}
    }

    /// How often a client says that it lives, and when either side gives up.
    record Heartbeat(long everyMs, long deadMs) {}

    /// Done, and there is nothing to say about it.
    record Done() implements Reply {}

    /// Done, and durable as the event with this sequence number.
    record Logged(long seq) implements Reply {}

    /// Written, and durable as the event with this sequence number.
    record Said(long seq, String messageId) implements Reply {}

    /// The SDP answer to an offer of this generation.
    record Answer(int generation, String sdp) implements Reply {
        /// Leaves out the SDP.
        @Override
        public String toString() {
            return "Answer[generation=%d]".formatted(generation);
        }
    }

    /// Not done.
    ///
    /// @param message for the client's developer
    /// @param retryMs when it may work, or 0 when trying again is no use
    record Refusal(ErrorCode code, String message, long retryMs) implements Reply {
        public Refusal(ErrorCode code, String message) {
            this(code, message, 0);
        }
    }
}
