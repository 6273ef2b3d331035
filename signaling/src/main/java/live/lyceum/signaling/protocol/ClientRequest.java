package live.lyceum.signaling.protocol;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import org.jspecify.annotations.Nullable;

/// What a client asks for.
public sealed interface ClientRequest {
    /// A request with the number that its reply repeats.
    ///
    /// @param id positive, chosen by the client
    record Frame(long id, ClientRequest request) {}

    /// The first frame of a socket.
    ///
    /// @param versions that the client speaks
    /// @param token the join token
    /// @param lobby only looks for now; it is `join` that makes the difference
    /// @param resume where an earlier socket of the same page stopped, or null
    record Hello(List<Integer> versions, String token, boolean lobby, @Nullable Resume resume)
            implements ClientRequest {
        public Hello {
            versions = List.copyOf(versions);
        }

        /// Leaves out the tokens.
        @Override
        public String toString() {
            return "Hello[resume=%b]".formatted(resume != null);
        }
    }

    /// A cursor into the log named `epoch`, and the secret of whoever it was given to.
    record Resume(String token, String epoch, long lastSeq) {
        /// Leaves out the token.
        @Override
        public String toString() {
            return "Resume[%s, %d]".formatted(epoch, lastSeq);
        }
    }

    /// A sign of life that says up to which event all have arrived.
    record Ping(long ack) implements ClientRequest {}

    /// What the room has to deal with, after the socket is through with it.
    sealed interface OfRoom extends ClientRequest {}

    /// What changes something, and is done once for each `op`.
    sealed interface Operation extends OfRoom {
        OperationId op();
    }

    /// Makes a known person one in the room.
    record Join(OperationId op, MediaIntent media) implements Operation {}

    /// Gives the place in the room up for good.
    record Leave(OperationId op) implements Operation {}

    /// Says what one sends from now on.
    record SetMedia(OperationId op, MediaIntent media) implements Operation {}

    /// Writes a line to all.
    record SendChat(OperationId op, String text) implements Operation {
        /// Leaves out the text.
        @Override
        public String toString() {
            return "SendChat[%d characters]".formatted(text.length());
        }
    }

    /// Raises or lowers a hand.
    ///
    /// @param whose another person's, or null for one's own
    record SetHand(OperationId op, boolean raised, @Nullable ParticipantId whose)
            implements Operation {}

    /// Marks a topic as done, or takes that back.
    record MarkTopic(OperationId op, String topic, boolean done) implements Operation {}

    /// Closes somebody's microphone; they may open it again.
    record Mute(OperationId op, ParticipantId whom) implements Operation {}

    /// Puts somebody out for good.
    record Remove(OperationId op, ParticipantId whom) implements Operation {}

    /// Starts or stops the recording of the session.
    record SetRecording(OperationId op, boolean on) implements Operation {}

    /// Says whether one records on one's own device.
    record SetLocalRecording(OperationId op, boolean on) implements Operation {}

    /// Ends the session.
    record End(OperationId op) implements Operation {}

    /// An SDP offer.
    ///
    /// @param generation grows by one with each new PeerConnection of the page, from 1
    /// @param restart keeps the generation and asks for new ICE credentials
    record Offer(OperationId op, int generation, String sdp, boolean restart) implements Operation {
        /// Leaves out the SDP, which has addresses and ICE passwords.
        @Override
        public String toString() {
            return "Offer[generation=%d, restart=%b]".formatted(generation, restart);
        }
    }

    /// Trickled candidates; an empty list says that there are no more.
    record Ice(int generation, List<String> candidates) implements OfRoom {
        public Ice {
            candidates = List.copyOf(candidates);
        }

        /// Leaves out the candidates, which are addresses.
        @Override
        public String toString() {
            return "Ice[generation=%d, %d candidates]".formatted(generation, candidates.size());
        }
    }
}
