package live.lyceum.signaling.shell;

import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.room.RoomFact;
import live.lyceum.signaling.store.SessionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a durable row means besides being shown: for sockets that come or lose a seat, for gates,
/// for the list of sessions. Owned by the room's mailbox.
final class RowEffects {
    private static final Logger LOG = LoggerFactory.getLogger(RowEffects.class);

    private final RoomId room;
    private final SessionStore sessions;
    private final Audience audience;
    private final ResourceDesk resources;
    private final Gates gates;
    private final Commits commits;

    RowEffects(
            RoomId room,
            SessionStore sessions,
            Audience audience,
            ResourceDesk resources,
            Gates gates,
            Commits commits) {
        this.room = room;
        this.sessions = sessions;
        this.audience = audience;
        this.resources = resources;
        this.gates = gates;
        this.commits = commits;
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
            case RoomFact.TimerSet _, RoomFact.Ended _ -> list();
            case RoomFact.Opened _,
                    RoomFact.Transported _,
                    RoomFact.Said _,
                    RoomFact.HandSet _,
                    RoomFact.TopicsSet _,
                    RoomFact.TimeWarned _ -> {}
        }
    }

    /// Brings what is listed of the session in line with its log.
    void list() {
        sessions.update(commits.durable().record())
                .whenComplete((done, error) -> {
                    if (error != null) {
                        LOG.error("what is listed of room {} is older than its log", room, error);
                    }
                });
    }
}
