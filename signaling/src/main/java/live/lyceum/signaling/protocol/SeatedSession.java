package live.lyceum.signaling.protocol;

/// A session as one of its people sees it.
///
/// @param role theirs in it
public record SeatedSession(SessionRecord session, Role role) {}
