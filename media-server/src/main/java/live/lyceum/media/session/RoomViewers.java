package live.lyceum.media.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// Those of a room who only receive, and of one participant only. They are in no roster: nobody is
/// told of them, and what they would send is not taken. Owned by its room.
final class RoomViewers {
    /// Finds a participant's transport, or null while there is none.
    interface Participants {
        @Nullable PeerSession find(ParticipantId participant);
    }

    private record Viewer(PeerSession session, ViewOffer offer) {}

    private final RoomId room;
    private final LoopContext context;
    private final MediaEvents events;
    private final Map<ViewerId, Viewer> viewers = new LinkedHashMap<>();
    private final LongConsumer onEnd;
    private final SessionListener listener = new Listener();

    /// @param onEnd told the time when a viewer has ended
    RoomViewers(RoomId room, LoopContext context, MediaEvents events, LongConsumer onEnd) {
        this.onEnd = onEnd;
        this.room = room;
        this.context = context;
        this.events = events;
    }

    int size() {
        return viewers.size();
    }

    /// Makes a viewer's transport; the answer. Its slots are empty until [#allocate].
    String add(ViewerId id, ViewOffer offer, NegotiatedSession negotiated, long nowNs)
            throws OfferRefused {
        if (viewers.containsKey(id)) {
            throw new OfferRefused(
                    OfferRefused.Reason.STALE_GENERATION, "there is such a viewer already");
        }
        PeerSession session =
                new PeerSession(
                        new ParticipantId(id.value()),
                        1,
                        negotiated,
                        MediaGate.CLOSED,
                        context,
                        listener,
                        nowNs);
        viewers.put(id, new Viewer(session, offer));
        return session.answer();
    }

    @Nullable PeerSession find(ViewerId id) {
        Viewer viewer = viewers.get(id);
        return viewer == null ? null : viewer.session();
    }

    /// Brings the viewers' slots in line with who is there.
    void allocate(Participants participants, long nowNs) {
        for (Viewer viewer : viewers.values()) {
            PeerSession session = viewer.session();
            if (session.closed()) {
                continue;
            }
            PeerSession sender = participants.find(viewer.offer().participant());
            session.slots().allocate(wanted(viewer.offer(), sender));
            if (session.ready()) {
                session.slots().connect(nowNs);
            }
        }
    }

    /// Whether all of them take that codec.
    boolean take(Codec codec) {
        return viewers.values().stream()
                .map(viewer -> viewer.session())
                .allMatch(session -> session.closed() || session.negotiated().takes(codec));
    }

    private static List<Publication> wanted(ViewOffer offer, @Nullable PeerSession sender) {
        List<Publication> wanted = new ArrayList<>();
        if (sender != null && !sender.closed()) {
            for (Publication publication : sender.incoming().publications()) {
                if (offer.wants(publication.source())) {
                    wanted.add(publication);
                }
            }
        }
        return wanted;
    }

    void close() {
        for (Viewer viewer : List.copyOf(viewers.values())) {
            viewer.session().close();
        }
    }

    long nextDeadlineNs() {
        long next = Deadlines.NEVER;
        for (Viewer viewer : viewers.values()) {
            next = Deadlines.earlier(next, viewer.session().nextDeadlineNs());
        }
        return next;
    }

    void onDeadline(long nowNs) {
        for (Viewer viewer : List.copyOf(viewers.values())) {
            if (Deadlines.due(viewer.session().nextDeadlineNs(), nowNs)) {
                viewer.session().onDeadline(nowNs);
            }
        }
    }

    private final class Listener implements SessionListener {
        @Override
        public void onTransport(PeerSession session, TransportState state, long nowNs) {
            if (state == TransportState.CLOSED) {
                ViewerId id = new ViewerId(session.participant().value());
                viewers.remove(id);
                events.viewEnded(room, id);
                onEnd.accept(nowNs);
            }
        }

        @Override
        public void onAudioLevel(PeerSession session, int level, long nowNs) {
            // Nobody hears a viewer.
        }
    }
}
