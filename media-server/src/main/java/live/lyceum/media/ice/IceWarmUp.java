package live.lyceum.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import live.lyceum.media.wire.DropCounters;

/// Loads and compiles what the first check would otherwise wait a second for.
public final class IceWarmUp {
    private static final int ROUND_TRIPS = 200;

    private IceWarmUp() {}

    /// Blocks for about a second: not for an event loop. Returns how many of the checks were
    /// answered, which should be 200.
    public static int run(RandomGenerator random) {
        var answers = new CountingListener();
        var agent = new LiteAgent(random, answers, new DropCounters());
        var peer = new CheckWriter(random, agent.credentials(), "warm");
        var remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        for (int i = 0; i < ROUND_TRIPS; i++) {
            agent.onStun(peer.check(true), remote, i);
        }
        return answers.count;
    }

    private static final class CountingListener implements IceListener {
        int count;

        @Override
        public void onResponse(byte[] datagram, InetSocketAddress remote) {
            count++;
        }

        @Override
        public void onSelected(InetSocketAddress remote) {}

        @Override
        public void onCheck(InetSocketAddress remote, long nowNs) {}
    }
}
