package live.lyceum.media.testkit;

import java.net.InetSocketAddress;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// A network that is itself a seeded machine: datagrams in with a time, out at a time. Jitter is
/// drawn for each datagram, so that they overtake each other.
public final class SimNetwork {
    /// What a datagram meets on its way.
    ///
    /// @param loss probability of being lost, 0 to 1
    /// @param delayNs the least one-way delay
    /// @param jitterNs at most this much more
    /// @param duplicate probability of arriving twice
    public record Conditions(double loss, long delayNs, long jitterNs, double duplicate) {
        public static final Conditions PERFECT = new Conditions(0, 1_000_000, 0, 0);

        public static Conditions of(double loss, long delayMs, long jitterMs) {
            return new Conditions(loss, delayMs * 1_000_000, jitterMs * 1_000_000, 0);
        }
    }

    /// A datagram that arrives at `atNs`.
    public record Delivery(
            long atNs, long order, InetSocketAddress from, InetSocketAddress to, Datagram data) {}

    /// The bytes of a datagram, by identity.
    @SuppressWarnings("ArrayRecordComponent")
    public record Datagram(byte[] bytes) {}

    private final RandomGenerator random;
    private final PriorityQueue<Delivery> underWay =
            new PriorityQueue<>((a, b) ->
                    a.atNs() == b.atNs()
                            ? Long.compare(a.order(), b.order())
                            : Long.compare(a.atNs(), b.atNs()));
    private Conditions conditions = Conditions.PERFECT;
    private long order;
    private long sent;
    private long lost;

    public SimNetwork(RandomGenerator random) {
        this.random = random;
    }

    /// Holds for what is sent from now on.
    public void conditions(Conditions conditions) {
        this.conditions = conditions;
    }

    public void send(byte[] bytes, InetSocketAddress from, InetSocketAddress to, long nowNs) {
        sent++;
        if (random.nextDouble() < conditions.loss()) {
            lost++;
            return;
        }
        int copies = random.nextDouble() < conditions.duplicate() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long jitterNs = conditions.jitterNs() == 0 ? 0 : random.nextLong(conditions.jitterNs());
            long atNs = nowNs + conditions.delayNs() + jitterNs;
            underWay.add(new Delivery(atNs, order++, from, to, new Datagram(bytes)));
        }
    }

    /// When the next datagram arrives; `Long.MAX_VALUE` when none is under way.
    public long nextNs() {
        Delivery next = underWay.peek();
        return next == null ? Long.MAX_VALUE : next.atNs();
    }

    /// Takes the next datagram off the network; there is one when [#nextNs] says so.
    public Delivery poll() {
        return underWay.remove();
    }

    public long sent() {
        return sent;
    }

    public long lost() {
        return lost;
    }
}
