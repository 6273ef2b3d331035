package live.lyceum.media.api;

import org.jspecify.annotations.Nullable;

/// Who stands on a receiving m-line of one client now. `participant` and `source` are both null on
/// a free slot.
public record SlotAssignment(
        String mid, MediaKind kind, @Nullable ParticipantId participant, @Nullable Source source) {}
