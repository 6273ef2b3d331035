package live.lyceum.signaling.protocol;

import live.lyceum.media.api.ParticipantId;

/// Somebody in a room, as all the others see them.
public record Participant(
        ParticipantId id, String name, Role role, ParticipantStatus status, MediaIntent media) {
    public Participant with(ParticipantStatus newStatus) {
        return new Participant(id, name, role, newStatus, media);
    }

    public Participant with(MediaIntent newMedia) {
        return new Participant(id, name, role, status, newMedia);
    }

    /// Leaves out the name.
    @Override
    public String toString() {
        return "Participant[%s, %s, %s, %s]".formatted(id, role, status, media);
    }
}
