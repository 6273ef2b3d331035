package live.lyceum.media.ice;

import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import live.lyceum.media.wire.DropCounters;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.stun.BindingRequest;
import org.ice4j.message.Request;
import org.jspecify.annotations.Nullable;

/// A lite agent (RFC 8445 section 2.5): controlled, answers checks, follows nominations, sends none
/// of its own. Remote addresses are learned from authenticated checks only. Owned by its media
/// loop.
public final class LiteAgent implements Ice {
    private static final int MAX_GENERATIONS = 3;
    private static final long RETIRE_AFTER_NS = TimeUnit.SECONDS.toNanos(5);

    private final RandomGenerator random;
    private final IceListener listener;
    private final DropCounters drops;
    private final BindingRequest check = new BindingRequest();
    private final StunCodec codec = new StunCodec(this::key);
    private final List<Generation> generations = new ArrayList<>(MAX_GENERATIONS);
    private int created;

    /// The newest generation under which a check was valid.
    private int reached = -1;

    private @Nullable InetSocketAddress selected;

    /// The generation `selected` was found in.
    private int selectedIn = -1;

    /// One pair of credentials and how long it is still answered.
    private static final class Generation {
        final int number;
        final IceCredentials credentials;
        final byte[] key;
        boolean retiring;
        long retireAtNs;

        Generation(int number, IceCredentials credentials) {
            this.number = number;
            this.credentials = credentials;
            this.key = credentials.password().getBytes(StandardCharsets.US_ASCII);
        }
    }

    /// `random` makes the credentials: outside of tests it must be a secure one.
    public LiteAgent(RandomGenerator random, IceListener listener, DropCounters drops) {
        this.random = random;
        this.listener = listener;
        this.drops = drops;
        generations.add(new Generation(created++, IceCredentials.random(random)));
    }

    @Override
    public IceCredentials credentials() {
        return generations.getLast().credentials;
    }

    /// Older credentials are retired 5 s after the first valid check under newer ones, so that
    /// nothing is lost while the peer moves over. At most 3 are alive: the oldest that is not in
    /// use goes first.
    @Override
    public IceCredentials restart() {
        generations.add(new Generation(created++, IceCredentials.random(random)));
        if (generations.size() > MAX_GENERATIONS) {
            retire(generations.get(generations.getFirst().number == reached ? 1 : 0));
        }
        return credentials();
    }

    @Override
    public List<String> ufrags() {
        return generations.stream().map(generation -> generation.credentials.ufrag()).toList();
    }

    @Override
    public @Nullable InetSocketAddress selected() {
        return selected;
    }

    @Override
    public void deselect() {
        selected = null;
        selectedIn = -1;
    }

    @Override
    public void onStun(byte[] datagram, InetSocketAddress remote, long nowNs) {
        onDeadline(nowNs);
        DropReason malformed = check.parse(Unpooled.wrappedBuffer(datagram));
        if (malformed != null) {
            drops.drop(malformed);
            return;
        }
        Generation generation = find(check.localUfrag());
        if (generation == null) {
            drops.drop(DropReason.STUN_UNKNOWN_USER);
            return;
        }
        Request request = StunCodec.decode(datagram);
        if (request == null) {
            drops.drop(DropReason.STUN_MALFORMED);
            return;
        }
        if (!codec.isAuthentic(request, check, datagram, remote)) {
            // No 401 either, which RFC 8489 section 9.1.3 asks for: nothing is answered to who may
            // be somebody else.
            drops.drop(DropReason.STUN_BAD_INTEGRITY);
            return;
        }
        listener.onResponse(answer(request, generation, remote, nowNs), remote);
    }

    private byte[] answer(
            Request request, Generation generation, InetSocketAddress remote, long nowNs) {
        String username = check.username();
        // RFC 8489 section 6.3.1.
        char[] unknown = check.unknownAttributes();
        if (unknown.length > 0) {
            return codec.unknownAttributes(request, username, unknown);
        }
        // RFC 8445 section 7.3.1.1: controlled meets controlled. A lite agent never controls, so
        // the peer has to.
        if (check.iceControlled()) {
            return codec.roleConflict(request, username);
        }
        byte[] success = codec.success(request, username, remote);
        onValid(generation, remote, nowNs);
        return success;
    }

    private void onValid(Generation generation, InetSocketAddress remote, long nowNs) {
        if (generation.number > reached) {
            reached = generation.number;
            for (Generation older : generations) {
                if (older.number < reached && !older.retiring) {
                    older.retiring = true;
                    older.retireAtNs = nowNs + RETIRE_AFTER_NS;
                }
            }
        }
        listener.onCheck(remote, nowNs);
        // RFC 8445 section 7.3.2 and 12.1: the nominated pair; before there is one, any valid pair
        // will do.
        if (selected == null || (check.useCandidate() && generation.number >= selectedIn)) {
            select(remote, generation.number);
        }
    }

    private void select(InetSocketAddress remote, int generation) {
        selectedIn = generation;
        if (!remote.equals(selected)) {
            selected = remote;
            listener.onSelected(remote);
        }
    }

    @Override
    public void onDeadline(long nowNs) {
        for (int i = generations.size() - 1; i >= 0; i--) {
            Generation generation = generations.get(i);
            if (generation.retiring && generation.retireAtNs - nowNs <= 0) {
                retire(generation);
            }
        }
    }

    @Override
    public long nextDeadlineNs() {
        // All that retire were put on the same clock in order of age: the oldest is due first.
        Generation oldest = generations.getFirst();
        return oldest.retiring ? oldest.retireAtNs : Long.MAX_VALUE;
    }

    private void retire(Generation generation) {
        generations.remove(generation);
        listener.onRetired(generation.credentials.ufrag());
    }

    private @Nullable Generation find(String ufrag) {
        for (Generation generation : generations) {
            if (generation.credentials.ufrag().equals(ufrag)) {
                return generation;
            }
        }
        return null;
    }

    private byte @Nullable [] key(String ufrag) {
        Generation generation = find(ufrag);
        return generation == null ? null : generation.key;
    }
}
