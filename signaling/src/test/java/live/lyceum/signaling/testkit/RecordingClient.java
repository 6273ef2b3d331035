package live.lyceum.signaling.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.Snapshot;
import live.lyceum.signaling.shell.Client;
import org.jspecify.annotations.Nullable;

/// A socket that remembers what it was told, and takes events only while the test lets it.
public final class RecordingClient implements Client {
    private final List<String> told = new ArrayList<>();
    private boolean writable = true;
    private @Nullable CloseCode closed;
    private @Nullable Snapshot snapshot;

    public void writable(boolean value) {
        writable = value;
    }

    /// Replies as `1 Done[]`, events as their JSON, `closed TAKEN_OVER`; in order.
    public List<String> told() {
        return List.copyOf(told);
    }

    /// What was told since the last time this was asked.
    public List<String> news() {
        List<String> news = List.copyOf(told);
        told.clear();
        return news;
    }

    public @Nullable CloseCode closed() {
        return closed;
    }

    /// The last one.
    public Snapshot snapshot() {
        return Objects.requireNonNull(snapshot);
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void reply(long id, Reply reply) {
        told.add(id + " " + reply);
        if (reply instanceof Reply.Greeting greeting
                && greeting.sight() instanceof Reply.Sight.Whole(Snapshot whole)) {
            snapshot = whole;
        }
    }

    @Override
    public void event(byte[] frame) {
        told.add(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void close(CloseCode code) {
        closed = code;
        told.add("closed " + code);
    }
}
