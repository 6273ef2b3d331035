package live.lyceum.signaling.shell;

import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer.Ways;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.room.Room;
import org.jspecify.annotations.Nullable;

/// What may leave the server of each person, by the room's rows. Owned by the room's mailbox.
final class Gates {
    private final Room room;
    private final Commits commits;
    private final EffectRunner effects;

    Gates(Room room, Commits commits, EffectRunner effects) {
        this.room = room;
        this.commits = commits;
        this.effects = effects;
    }

    MediaGate allowed(ParticipantId who) {
        MediaIntent allowed = commits.allowed(who);
        return new MediaGate(allowed.mic(), allowed.cam(), allowed.screen());
    }

    /// Which ways a person's media goes, by the role they have in the room.
    Ways ways(ParticipantId who) {
        Participant seated = room.state().participant(who);
        return seated == null || seated.role().sends() ? Ways.BOTH : Ways.ONLY_RECEIVES;
    }

    /// Sets a person's gate as far as it may be open now; complete when that is in force.
    CompletionStage<@Nullable Void> set(ParticipantId who) {
        return effects.gate(who, allowed(who));
    }

    /// Opens what a row opens, now that it is durable; who has left meanwhile has no gate.
    void refresh(ParticipantId who) {
        if (room.state().participant(who) != null) {
            var _ = set(who);
        }
    }
}
