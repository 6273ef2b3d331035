package live.lyceum.signaling.shell;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import live.lyceum.signaling.protocol.ClientRequest;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.Reply;
import org.jspecify.annotations.Nullable;

/// One socket's place in a room: a cursor over the log. The public methods are safe to call from
/// any thread; the rest is owned by the room's mailbox.
public final class Link {
    private final RoomHost host;
    private final Arrival arrival;
    private final Client client;
    private final AtomicBoolean wakeUnderWay = new AtomicBoolean();
    private long sentSeq;
    private boolean joined;
    private boolean open = true;
    private List<byte[]> unsentSlots = List.of();
    private byte @Nullable [] unsentTranscript;

    Link(RoomHost host, Arrival arrival, Client client, long sentSeq) {
        this.host = host;
        this.arrival = arrival;
        this.client = client;
        this.sentSeq = sentSeq;
    }

    /// Hands a request to the room, which replies by itself. False when its queue is full.
    public boolean ask(long id, ClientRequest.OfRoom request) {
        return host.ask(this, id, request);
    }

    /// The socket can be written to again.
    public void writable() {
        if (wakeUnderWay.compareAndSet(false, true)) {
            host.signal(() -> {
                wakeUnderWay.set(false);
                host.pump(this);
            });
        }
    }

    /// The socket is no more.
    public void closed() {
        host.signal(() -> host.detach(this));
    }

    Arrival arrival() {
        return arrival;
    }

    /// Whether this page is in the room, as far as the durable log goes.
    boolean joined() {
        return joined;
    }

    void joined(boolean value) {
        joined = value;
    }

    void reply(long id, Reply reply) {
        if (open) {
            client.reply(id, reply);
        }
    }

    /// Writes what is written once only, right after the greeting.
    void send(byte[] frame) {
        if (open) {
            client.event(frame);
        }
    }

    /// Writes what may be dropped; false if it was.
    boolean sendOrDrop(byte[] frame) {
        boolean now = open && client.writable();
        if (now) {
            client.event(frame);
        }
        return now;
    }

    /// Replaces the table of slots that is to be written, and what goes with it.
    void slots(List<byte[]> frames) {
        unsentSlots = frames;
    }

    /// Replaces how it is with the transcript, which is to be written.
    void transcript(byte[] frame) {
        unsentTranscript = frame;
    }

    void close(CloseCode code) {
        if (open) {
            open = false;
            client.close(code);
        }
    }

    boolean open() {
        return open;
    }

    /// Writes rows up to `lastSeq`, and what replaces itself, for as long as the socket takes them.
    /// Who is further behind than the tail reaches is closed, and comes back by itself.
    void pump(LogTail tail, long lastSeq) {
        if (open && !tail.covers(sentSeq)) {
            close(CloseCode.SLOW_CONSUMER);
        }
        while (open && sentSeq < lastSeq && client.writable()) {
            byte[] frame = tail.get(sentSeq + 1);
            if (frame != null) {
                client.event(frame);
            }
            sentSeq++;
        }
        if (open && joined && sentSeq == lastSeq && client.writable()) {
            unsentSlots.forEach(client::event);
            unsentSlots = List.of();
        }
        byte[] transcript = unsentTranscript;
        if (open && transcript != null && sentSeq == lastSeq && client.writable()) {
            client.event(transcript);
            unsentTranscript = null;
        }
    }
}
