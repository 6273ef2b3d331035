package live.lyceum.signaling.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.room.Notices;
import live.lyceum.signaling.room.Room;
import live.lyceum.signaling.room.RoomCommand;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomState;
import live.lyceum.signaling.store.EventStore;
import live.lyceum.signaling.store.SessionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the process before this one left open: everybody who was active in a room lost it, as of
/// the last moment that process was alive. Used once, before anybody can come in.
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final EventStore events;
    private final SessionStore sessions;
    private final LongSupplier clock;

    /// @param clock epoch milliseconds
    public Recovery(EventStore events, SessionStore sessions, LongSupplier clock) {
        this.events = events;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The rooms to go on with, oldest first.
    ///
    /// @param ended whose logs say that nobody is active
    /// @param open whose logs could not be read or written; they may still
    public record Found(List<RoomId> ended, List<RoomId> open) {}

    /// Adds what is missing to the logs of unfinished sessions. Blocks.
    ///
    /// @param aliveMs when the process before this one was last alive, or 0 if not known
    /// @throws IOException if the store cannot list its sessions
    public Found run(long aliveMs) throws IOException {
        var ended = new ArrayList<RoomId>();
        var open = new ArrayList<RoomId>();
        for (RoomId id : unfinished()) {
            try {
                join(LogReader.all(events, id).thenCompose(log -> close(id, log, aliveMs)));
                ended.add(id);
            } catch (CompletionException unreadable) {
                LOG.error("room {} cannot go on yet", id, unreadable.getCause());
                open.add(id);
            }
        }
        return new Found(ended, open);
    }

    private List<RoomId> unfinished() throws IOException {
        try {
            return join(sessions.unfinished());
        } catch (CompletionException failed) {
            throw new IOException("the sessions cannot be read: " + failed.getCause(), failed);
        }
    }

    private CompletionStage<Void> close(RoomId id, List<RoomEvent.Logged> log, long aliveMs) {
        RoomState before = RoomState.replay(log);
        var room = new Room(before.copy());
        var rows = new ArrayList<RoomEvent.Logged>();
        for (RoomEvent event : room.apply(new RoomCommand.Restarted(aliveMs), clock.getAsLong())) {
            if (event instanceof RoomEvent.Logged row) {
                rows.add(row);
            }
        }
        return rows.isEmpty()
                ? CompletableFuture.completedStage(null)
                : events.append(
                        id, rows, room.state().record(), Notices.of(before, rows, room.state()));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
