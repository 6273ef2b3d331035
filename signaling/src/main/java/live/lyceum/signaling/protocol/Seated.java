package live.lyceum.signaling.protocol;

/// Somebody who is or was in a room.
///
/// @param present whether they are in it now
/// @param attendanceMs how long they were active
public record Seated(Participant participant, boolean present, long attendanceMs) {}
