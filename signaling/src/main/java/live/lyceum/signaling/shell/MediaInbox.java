package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.TransportState;
import org.jspecify.annotations.Nullable;

/// News of media on their way to one room. They are states and not messages: of each kind only the
/// newest of a participant is kept, so a slow room neither blocks a media loop nor grows.
final class MediaInbox {
    /// A transport as of some generation.
    record Transport(ParticipantId who, int generation, TransportState state, long proofAgoMs) {}

    /// A table of slots as of some generation, and what the client should offer anew, if anything.
    record Slots(
            ParticipantId who,
            int generation,
            long version,
            List<SlotAssignment> assignments,
            @Nullable Reoffer reoffer) {}

    private final Map<ParticipantId, Transport> transports = new ConcurrentHashMap<>();
    private final Map<ParticipantId, Slots> slots = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Set<ParticipantId>> speaking = new AtomicReference<>();
    private final AtomicBoolean announced = new AtomicBoolean();

    /// Keeps the news; an older generation's does not replace a newer one's. True when the room has
    /// to be told that there is something.
    boolean put(Transport news) {
        transports.merge(
                news.who(), news, (old, now) -> now.generation() >= old.generation() ? now : old);
        return announced.compareAndSet(false, true);
    }

    boolean put(Slots news) {
        slots.merge(
                news.who(),
                news,
                (old, now) -> {
                    boolean newer =
                            now.generation() != old.generation()
                                    ? now.generation() > old.generation()
                                    : now.version() >= old.version();
                    return newer ? now : old;
                });
        return announced.compareAndSet(false, true);
    }

    boolean put(Set<ParticipantId> speakers) {
        speaking.set(speakers);
        return announced.compareAndSet(false, true);
    }

    /// Begins taking out: what is put from here on is announced anew.
    void open() {
        announced.set(false);
    }

    List<Transport> takeTransports() {
        return take(transports);
    }

    List<Slots> takeSlots() {
        return take(slots);
    }

    @Nullable Set<ParticipantId> takeSpeaking() {
        return speaking.getAndSet(null);
    }

    private static <T> List<T> take(Map<ParticipantId, T> news) {
        var taken = new ArrayList<T>();
        for (ParticipantId who : List.copyOf(news.keySet())) {
            T one = news.remove(who);
            if (one != null) {
                taken.add(one);
            }
        }
        return taken;
    }
}
