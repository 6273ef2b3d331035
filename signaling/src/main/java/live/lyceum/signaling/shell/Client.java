package live.lyceum.signaling.shell;

import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.Reply;

/// One socket as its room sees it. Safe to call from any thread; nothing here blocks, and what is
/// written by one thread goes out in the order of writing.
public interface Client {
    /// Whether more may be written now. Once false, [Link#writable] says when it is true again.
    boolean writable();

    void reply(long id, Reply reply);

    /// Writes an encoded event; the array is shared with other clients and read only.
    void event(byte[] frame);

    /// Closes the socket after all that was written before.
    void close(CloseCode code);
}
