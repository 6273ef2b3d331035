package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.room.RoomFact;

/// What a durable row means besides being shown: for sockets that come to or lose a seat, and for
/// gates. Owned by the room's mailbox.
final class RowEffects {
    private final Audience audience;
    private final ResourceDesk resources;
    private final Gates gates;

    RowEffects(Audience audience, ResourceDesk resources, Gates gates) {
        this.audience = audience;
        this.resources = resources;
        this.gates = gates;
    }

    void of(RoomFact fact) {
        switch (fact) {
            case RoomFact.Joined joined -> {
                ParticipantId who = joined.participant().id();
                audience.seated(who, joined.holder());
                gates.refresh(who);
            }
            case RoomFact.Rejoined again -> {
                audience.seated(again.who(), again.holder());
                gates.refresh(again.who());
            }
            case RoomFact.Left left -> audience.unseated(left.who());
            case RoomFact.Removed removed -> {
                audience.unseated(removed.who());
                resources.endViews(removed.who());
            }
            case RoomFact.MediaSet set -> gates.refresh(set.who());
            case RoomFact.Muted muted -> gates.refresh(muted.who());
            case RoomFact.Opened _,
                    RoomFact.PlanChanged _,
                    RoomFact.TimerSet _,
                    RoomFact.Ended _,
                    RoomFact.Transported _,
                    RoomFact.Said _,
                    RoomFact.HandSet _,
                    RoomFact.TopicsSet _,
                    RoomFact.TimeWarned _ -> {}
        }
    }
}
