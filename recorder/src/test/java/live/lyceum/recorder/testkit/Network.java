package live.lyceum.recorder.testkit;

/// The way from a sender to the server.
///
/// @param delayUs of the fastest packet
/// @param jitterUs what any other may take longer, at most
/// @param loss of packets, 0..1
/// @param resentAfterUs when a lost packet comes after all; 0: never
/// @param lossForever of those that are sent again, 0..1
/// @param reordered of packets that others overtake, 0..1
public record Network(
        long delayUs,
        long jitterUs,
        double loss,
        long resentAfterUs,
        double lossForever,
        double reordered) {
    /// Nothing happens on it.
    public static final Network PERFECT = new Network(5_000, 0, 0, 0, 0, 0);

    /// 30 ms, 20 ms of jitter, some disorder.
    public static final Network GOOD = new Network(30_000, 20_000, 0, 0, 0, 0.005);

    /// 3 % of loss, of which one in twenty stays lost.
    public static final Network LOSSY = new Network(30_000, 30_000, 0.03, 120_000, 0.05, 0.005);
}
