package live.lyceum.media.ice;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One participant's ICE agent. Owned by its media loop; knows no socket and no clock.
public interface Ice {
    /// The newest credentials, for the answer.
    IceCredentials credentials();

    /// New credentials for an ICE restart (RFC 8445 section 9); older ones stay answered until the
    /// peer has moved over.
    IceCredentials restart();

    /// All user fragments that are answered, the oldest first.
    List<String> ufrags();

    /// Takes one STUN datagram of exactly the array's length. Whatever is wrong with it ends in a
    /// counted drop.
    void onStun(byte[] datagram, InetSocketAddress remote, long nowNs);

    /// Where media goes; null until a check was valid.
    @Nullable InetSocketAddress selected();

    /// Media goes nowhere from now on, until the next valid check.
    void deselect();

    /// Retires what is due.
    void onDeadline(long nowNs);

    /// When `onDeadline` wants to be called; `Long.MAX_VALUE`: never.
    long nextDeadlineNs();
}
