package live.lyceum.signaling.protocol;

/// One topic of a lesson; `id` is unique in its session.
public record Topic(String id, String title, boolean done) {}
