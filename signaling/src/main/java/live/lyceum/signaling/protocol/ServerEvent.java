package live.lyceum.signaling.protocol;

import java.util.List;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.api.Transcriber;
import org.jspecify.annotations.Nullable;

/// What the server says unasked.
public sealed interface ServerEvent {
    /// A row of the room's log; all in the room see all of them in order.
    sealed interface Durable extends ServerEvent {}

    /// Has no sequence number; a newer one replaces it.
    sealed interface Ephemeral extends ServerEvent {}

    /// What the session is about, as it is from now on.
    record SessionUpdated(SessionPlan plan) implements Durable {}

    record ParticipantJoined(Participant participant) implements Durable {}

    /// What changed of a participant; null is what did not.
    ///
    /// @param by the mentor who muted them, or null when it was their own doing
    record ParticipantUpdated(
            ParticipantId id,
            @Nullable ParticipantStatus status,
            @Nullable MediaIntent media,
            @Nullable ParticipantId by)
            implements Durable {}

    record ParticipantLeft(ParticipantId id, Reason reason) implements Durable {
        /// Why somebody is not in the room any more.
        public enum Reason {
            LEFT,
            REMOVED
        }
    }

    record ChatMessaged(ChatMessage message) implements Durable {}

    record HandSet(ParticipantId who, boolean raised) implements Durable {}

    /// The whole list.
    record TopicsUpdated(List<Topic> topics) implements Durable {
        public TopicsUpdated {
            topics = List.copyOf(topics);
        }
    }

    record TimerSet(Timer timer) implements Durable {}

    /// So little joint active time is left.
    record TimeWarned(long leftMs) implements Durable {}

    /// The session is recorded from now on.
    ///
    /// @param by the mentor who started it, or null
    record RecordingStarted(RecordingId id, @Nullable ParticipantId by) implements Durable {}

    /// The session is not recorded any more.
    ///
    /// @param by the mentor who stopped it, or null
    record RecordingStopped(RecordingId id, LiveRecording.Stop reason, @Nullable ParticipantId by)
            implements Durable {}

    /// Whether somebody records on their own device.
    record LocalRecordingSet(ParticipantId who, boolean on) implements Durable {}

    /// What somebody said, or a better version of it.
    record Transcribed(SpokenLine line) implements Durable {}

    record SessionEnded(SessionEnd end) implements Durable {}

    /// What a page needs to connect, here or elsewhere.
    ///
    /// @param mayRecord whether this person may record on their own device and send it here
    /// @param summarizes whether transcripts that are kept are summed up by a model here
    /// @param transcribedBy who makes text of what is said here; null: nobody does
    record Welcome(
            List<IceServer> iceServers,
            List<String> nodes,
            boolean mayRecord,
            boolean summarizes,
            @Nullable TranscribedBy transcribedBy)
            implements Ephemeral {
        public Welcome {
            iceServers = List.copyOf(iceServers);
            nodes = List.copyOf(nodes);
        }

        /// The same for somebody who may record on their own device, or may not.
        public Welcome toWhoMayRecord(boolean may) {
            return new Welcome(iceServers, nodes, may, summarizes, transcribedBy);
        }
    }

    /// A STUN or TURN server; a STUN server has neither name nor credential.
    record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {
        public IceServer {
            urls = List.copyOf(urls);
        }

        /// Leaves out the credential.
        @Override
        public String toString() {
            return "IceServer%s".formatted(urls);
        }
    }

    /// Who stands on each receiving m-line of the client's `generation`: the whole table.
    record Slots(int generation, long version, List<SlotAssignment> slots) implements Ephemeral {
        public Slots {
            slots = List.copyOf(slots);
        }
    }

    /// The client has to make a new offer on the connection it has, with as many receiving m-lines
    /// of video in all.
    record Reoffer(live.lyceum.media.api.Reoffer asked) implements Ephemeral {}

    /// Who speaks now: the whole set.
    record Speaking(Set<ParticipantId> participants) implements Ephemeral {
        public Speaking {
            participants = Set.copyOf(participants);
        }
    }

    /// How far the making of a recording's files is, from 0 to 1.
    record RecordingProgressed(RecordingId id, double progress) implements Ephemeral {}

    /// What somebody says, so far.
    record Transcribing(SpokenLine line) implements Ephemeral {}

    /// How it is with the transcript.
    record TranscriptStateSet(Transcriber.State state) implements Ephemeral {}

    /// This node goes away; come back, here or elsewhere, after `retryMs`.
    record Draining(long retryMs) implements Ephemeral {}
}
