package live.lyceum.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import org.ice4j.StunException;
import org.ice4j.message.Message;

/// An agent, what it told, and a clock to turn.
final class LiteAgentFixture implements IceListener {
    static final InetSocketAddress HOME = remote(1);
    static final InetSocketAddress MOBILE = remote(2);

    final Random random = new Random(1);
    final DropCounters drops = new DropCounters();
    final LiteAgent agent = new LiteAgent(random, this, drops);

    /// In the order told, as words.
    final List<String> news = new ArrayList<>();

    final List<byte[]> answers = new ArrayList<>();
    long nowNs = Long.MAX_VALUE - 1_000;

    /// A peer that knows the newest credentials.
    IceTestClient peer() {
        return new IceTestClient(random, agent.credentials());
    }

    void receive(byte[] datagram, InetSocketAddress remote) {
        agent.onStun(datagram, remote, nowNs);
    }

    void pass(long millis) {
        nowNs += millis * 1_000_000;
    }

    long dropped() {
        long sum = 0;
        for (DropReason reason : DropReason.values()) {
            sum += drops.count(reason);
        }
        return sum;
    }

    Message lastAnswer() throws StunException {
        byte[] answer = answers.getLast();
        return Objects.requireNonNull(Message.decode(answer, 0, answer.length));
    }

    @Override
    public void onResponse(byte[] datagram, InetSocketAddress remote) {
        answers.add(datagram);
        news.add("response " + name(remote));
    }

    @Override
    public void onSelected(InetSocketAddress remote) {
        news.add("selected " + name(remote));
    }

    @Override
    public void onCheck(InetSocketAddress remote, long nowNs) {
        news.add("check " + name(remote));
    }

    @Override
    public void onRetired(String ufrag) {
        news.add("retired " + ufrag);
    }

    private static String name(InetSocketAddress remote) {
        return remote.equals(HOME) ? "home" : "mobile";
    }

    private static InetSocketAddress remote(int host) {
        try {
            byte[] address = {(byte) 192, 0, 2, (byte) host};
            return new InetSocketAddress(InetAddress.getByAddress(address), 40_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
