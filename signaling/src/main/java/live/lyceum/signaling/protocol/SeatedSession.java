package live.lyceum.signaling.protocol;

/// A session as one of its people sees it.
///
/// @param role theirs in it
/// @param summary how far its summary is
public record SeatedSession(SessionRecord session, Role role, LessonSummary.State summary) {
    /// One that is not summed up.
    public SeatedSession(SessionRecord session, Role role) {
        this(session, role, LessonSummary.State.NONE);
    }
}
