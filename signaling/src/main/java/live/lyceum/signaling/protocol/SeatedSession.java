package live.lyceum.signaling.protocol;

/// A session as one of its people sees it.
///
/// @param role theirs in it
/// @param summary how far the summary is that they may read
/// @param putOut whether they were put out of it: what was said there is not for them
public record SeatedSession(
        SessionRecord session, Role role, LessonSummary.State summary, boolean putOut) {
    /// One that is not summed up, of somebody who was not put out of it.
    public SeatedSession(SessionRecord session, Role role) {
        this(session, role, LessonSummary.State.NONE, false);
    }
}
