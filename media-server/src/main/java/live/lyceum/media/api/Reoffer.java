package live.lyceum.media.api;

/// Why a client should make a new offer on the connection it has, and how many receiving m-lines of
/// video that offer should have in all.
public record Reoffer(Reason reason, int videoSlots) {
    public enum Reason {
        /// More pictures are there than the client has m-lines for.
        SLOTS,
        /// The room's codec of video is another now: the answer to the offer says which.
        CODEC
    }
}
