package live.lyceum.media.ice;

import java.net.InetSocketAddress;

/// News of an ICE agent, told from inside the call that caused it. Of one check: `onCheck`,
/// `onSelected`, then `onResponse`.
public interface IceListener {
    /// A STUN answer to send to `remote`. The array is the listener's to keep.
    void onResponse(byte[] datagram, InetSocketAddress remote);

    /// Media goes to `remote` from now on.
    void onSelected(InetSocketAddress remote);

    /// An authenticated check came from `remote`, which makes its address valid: proof of life and
    /// of consent.
    void onCheck(InetSocketAddress remote, long nowNs);

    /// Checks that name `ufrag` are answered no more.
    default void onRetired(String ufrag) {}
}
