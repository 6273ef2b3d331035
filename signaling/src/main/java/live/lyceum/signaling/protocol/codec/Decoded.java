package live.lyceum.signaling.protocol.codec;

import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.Reply;

/// What became of a client's text.
public sealed interface Decoded {
    /// A request that means something.
    record Good(ClientRequest.Frame frame) implements Decoded {}

    /// A request that can be answered, but not carried out.
    record Refused(long id, Reply.Refusal refusal) implements Decoded {}

    /// No request at all: there is no number to answer to, and the socket is at its end.
    record Unreadable() implements Decoded {}
}
