package live.lyceum.signaling.protocol;

import java.util.List;

/// A room as of one sequence number: what somebody needs who has seen none of its events.
///
/// @param participants those who have joined and not left, in the order of joining
public record Snapshot(
        SessionPlan plan,
        SessionState state,
        List<Participant> participants,
        List<Topic> topics,
        Timer timer) {
    public Snapshot {
        participants = List.copyOf(participants);
        topics = List.copyOf(topics);
    }
}
