package live.lyceum.media.session;

import static live.lyceum.media.api.MediaKind.AUDIO;
import static live.lyceum.media.api.MediaKind.VIDEO;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.MediaGate;
import live.lyceum.media.api.MediaOffer;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.OfferRefused;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.media.forward.ActiveSpeakers;
import live.lyceum.media.forward.LoudestVoices;
import live.lyceum.media.forward.Publication;
import live.lyceum.media.sdp.NegotiatedSession;
import live.lyceum.media.wire.codec.Codec;
import org.jspecify.annotations.Nullable;

/// The media of one room: who is in it, what each publishes, and who receives what on which slot.
/// Owned by its media loop, to which it is pinned for life; has one deadline for all that is in it.
public final class MediaRoom {
    /// What a page can show and a client decode at a time.
    private static final int MAX_VIDEO_SLOTS = 16;

    private static final int SPARE_VIDEO_SLOTS = 2;

    /// Voices at a time, as many as a page has m-lines for: one client that offers more must not
    /// decide for the others.
    private static final int MAX_VOICES = 3;

    private final RoomId id;
    private final LoopContext context;
    private final MediaEvents events;
    private final Map<ParticipantId, PeerSession> sessions = new LinkedHashMap<>();
    private final ActiveSpeakers speakers = new ActiveSpeakers();
    private final LoudestVoices voices = new LoudestVoices();
    private final SessionListener listener = new Listener();
    private final RoomViewers viewers;
    private final RoomCodec codec;
    private @Nullable MediaTap tap;
    private long nextReviewNs = Deadlines.NEVER;

    public MediaRoom(RoomId id, LoopContext context, MediaEvents events) {
        this.id = id;
        this.context = context;
        this.events = events;
        viewers = new RoomViewers(id, context, events, nowNs -> allocate(null, nowNs));
        codec = new RoomCodec(context.videoCodecs());
    }

    public RoomId id() {
        return id;
    }

    /// Participants with a transport, alive or not yet.
    public int size() {
        return sessions.size();
    }

    /// How long ago the last authenticated packet of each participant came.
    public Map<ParticipantId, Long> proofsAgoMs(long nowNs) {
        Map<ParticipantId, Long> proofs = new HashMap<>();
        sessions.forEach((who, session) -> proofs.put(who, session.proofAgoMs(nowNs)));
        return proofs;
    }

    /// Nobody has a transport here, viewers neither.
    public boolean empty() {
        return sessions.isEmpty() && viewers.size() == 0;
    }

    /// Answers an offer (docs/protocol.md, Media).
    ///
    /// @param negotiated what [OfferReader] made of it
    /// @return the SDP answer
    public String offer(
            ParticipantId participant, MediaOffer offer, NegotiatedSession negotiated, long nowNs)
            throws OfferRefused {
        PeerSession standing = sessions.get(participant);
        if (offer.restart()) {
            PeerSession kept = existing(participant, offer.generation());
            goOn(kept, negotiated, offer.gate(), nowNs);
            return kept.restartIce();
        }
        if (standing != null && offer.generation() < standing.generation()) {
            throw new OfferRefused(
                    OfferRefused.Reason.STALE_GENERATION,
                    "a connection of a newer generation stands already");
        }
        if (standing != null && offer.generation() == standing.generation()) {
            goOn(standing, negotiated, offer.gate(), nowNs);
            return standing.answer();
        }
        PeerSession session =
                new PeerSession(
                        participant,
                        offer.generation(),
                        negotiated,
                        offer.gate(),
                        context,
                        listener,
                        nowNs);
        sessions.put(participant, session);
        session.incoming().tap(tap, nowNs);
        if (standing != null) {
            standing.close();
        }
        allocate(session, nowNs);
        return session.answer();
    }

    /// What stands goes on with what the client says now.
    private void goOn(
            PeerSession standing, NegotiatedSession negotiated, MediaGate gate, long nowNs)
            throws OfferRefused {
        if (!standing.renegotiate(negotiated, gate)) {
            throw new OfferRefused(
                    OfferRefused.Reason.BAD_SDP,
                    "the offer does not go on with this connection: its certificate or an m-line"
                            + " is another");
        }
        standing.incoming().tap(tap, nowNs);
        allocate(standing, nowNs);
    }

    /// Gives the participant's transport new ICE credentials and keeps all else.
    ///
    /// @return the answer as it is now
    public String restart(ParticipantId participant, int generation) throws OfferRefused {
        return existing(participant, generation).restartIce();
    }

    /// Hands all that passes the mute gates to `next` too, from now on; null: to nobody.
    public void tap(@Nullable MediaTap next, long nowNs) {
        tap = next;
        if (next != null) {
            next.began(nowNs);
        }
        sessions.values().forEach(each -> each.incoming().tap(next, nowNs));
    }

    private PeerSession existing(ParticipantId participant, int generation) throws OfferRefused {
        PeerSession standing = sessions.get(participant);
        if (standing == null || standing.generation() != generation) {
            throw new OfferRefused(
                    OfferRefused.Reason.STALE_GENERATION,
                    "there is no connection of this generation to restart");
        }
        return standing;
    }

    /// Takes in somebody who only receives.
    ///
    /// @param negotiated what [OfferReader] made of the offer
    /// @return the SDP answer
    public String view(ViewerId viewer, ViewOffer offer, NegotiatedSession negotiated, long nowNs)
            throws OfferRefused {
        String answer = viewers.add(viewer, offer, negotiated, nowNs);
        allocate(null, nowNs);
        return answer;
    }

    /// As for participants.
    public String restart(ViewerId viewer) throws OfferRefused {
        PeerSession standing = viewers.find(viewer);
        if (standing == null) {
            throw new OfferRefused(
                    OfferRefused.Reason.STALE_GENERATION, "there is no such viewer to restart");
        }
        return standing.restartIce();
    }

    /// Ends a viewer's transport, if there is one.
    public void endView(ViewerId viewer) {
        PeerSession session = viewers.find(viewer);
        if (session != null) {
            session.close();
        }
    }

    /// Opens and closes a participant's gates; nobody's when it is not here.
    public void gate(ParticipantId participant, MediaGate gate, long nowNs) {
        PeerSession session = sessions.get(participant);
        if (session == null) {
            return;
        }
        session.incoming().gate(gate, nowNs);
        if (!gate.mic()) {
            silence(participant);
        }
        allocate(null, nowNs);
    }

    /// Ends a participant's transport, if there is one.
    public void leave(ParticipantId participant, long nowNs) {
        PeerSession session = sessions.remove(participant);
        if (session != null) {
            session.close();
            if (tap != null) {
                tap.left(participant, nowNs);
            }
            silence(participant);
            allocate(null, nowNs);
        }
    }

    /// Ends all transports.
    public void close() {
        List<PeerSession> all = List.copyOf(sessions.values());
        sessions.clear();
        all.forEach(PeerSession::close);
        viewers.close();
    }

    public long nextDeadlineNs() {
        long next = Deadlines.earlier(speakers.nextDeadlineNs(), nextReviewNs);
        for (PeerSession session : sessions.values()) {
            next = Deadlines.earlier(next, session.nextDeadlineNs());
        }
        next = Deadlines.earlier(next, codec.nextDeadlineNs());
        return Deadlines.earlier(next, viewers.nextDeadlineNs());
    }

    public void onDeadline(long nowNs) {
        for (PeerSession session : List.copyOf(sessions.values())) {
            if (Deadlines.due(session.nextDeadlineNs(), nowNs)) {
                session.onDeadline(nowNs);
            }
        }
        viewers.onDeadline(nowNs);
        if (Deadlines.due(speakers.nextDeadlineNs(), nowNs) && speakers.onDeadline(nowNs)) {
            events.speaking(id, speakers.speaking());
        }
        boolean heardChanged = Deadlines.due(nextReviewNs, nowNs) && reviewVoices(nowNs);
        if (heardChanged || Deadlines.due(codec.nextDeadlineNs(), nowNs)) {
            allocate(null, nowNs);
        }
    }

    /// Brings every client's slots in line with what there is to see and hear, and tells whose
    /// table changed.
    ///
    /// @param fresh is being answered: told in any case, as it has not seen its table yet
    private void allocate(@Nullable PeerSession fresh, long nowNs) {
        reviewVoices(nowNs);
        reviewCodec(fresh, nowNs);
        for (PeerSession receiver : sessions.values()) {
            if (receiver.closed()) {
                continue;
            }
            List<Publication> wanted = wantedBy(receiver);
            boolean changed = receiver.slots().allocate(wanted);
            if (receiver.ready()) {
                receiver.slots().connect(nowNs);
            }
            Reoffer reoffer = reoffer(receiver, wanted);
            boolean asks = receiver.slots().ask(reoffer);
            if (changed || asks || receiver == fresh) {
                events.slots(
                        id,
                        receiver.participant(),
                        receiver.generation(),
                        receiver.slots().version(),
                        receiver.slots().assignments(),
                        reoffer);
            }
        }
        viewers.allocate(sessions::get, nowNs);
    }

    /// All that others publish. A muted microphone and a camera that is off keep their place, so
    /// that they are back at once; a screen has one only while it is shared.
    private List<Publication> wantedBy(PeerSession receiver) {
        List<Publication> wanted = new ArrayList<>();
        for (PeerSession sender : sessions.values()) {
            if (sender == receiver || sender.closed()) {
                continue;
            }
            for (Publication publication : sender.incoming().publications()) {
                boolean wants =
                        switch (publication.source()) {
                            case MIC -> voices.hears(sender.participant());
                            case CAM -> true;
                            case SCREEN, SCREEN_AUDIO -> publication.open();
                        };
                if (wants) {
                    wanted.add(publication);
                }
            }
        }
        return wanted;
    }

    /// Chooses who is heard; true when that changed. Looked at again soon only where it is a
    /// choice.
    private boolean reviewVoices(long nowNs) {
        List<ParticipantId> microphones = new ArrayList<>();
        int slots = 0;
        int shared = 0;
        for (PeerSession session : sessions.values()) {
            if (!session.closed()) {
                if (session.incoming().publication(Source.MIC) != null) {
                    microphones.add(session.participant());
                }
                Publication sound = session.incoming().publication(Source.SCREEN_AUDIO);
                shared += sound != null && sound.open() ? 1 : 0;
                slots = Math.max(slots, Math.min(MAX_VOICES, session.slots().size(AUDIO)));
            }
        }
        int room = Math.max(1, slots - shared);
        // One's own voice needs no slot.
        boolean choice = microphones.size() > room + 1;
        nextReviewNs = choice ? nowNs + LoudestVoices.REVIEW_NS : Deadlines.NEVER;
        return voices.review(microphones, choice ? room : room + 1, nowNs);
    }

    /// Chooses what is sent: who is being answered now learns it by that answer.
    private void reviewCodec(@Nullable PeerSession fresh, long nowNs) {
        boolean undisturbed = true;
        for (PeerSession session : sessions.values()) {
            boolean asked = session != fresh && !session.closed();
            undisturbed &= !asked || !session.negotiated().sendsVideo();
        }
        codec.review(this::everybodyTakes, undisturbed, nowNs);
        if (fresh != null) {
            fresh.prefer(codec.current());
        }
    }

    private boolean everybodyTakes(Codec wanted) {
        for (PeerSession session : sessions.values()) {
            if (!session.closed() && !session.negotiated().takes(wanted)) {
                return false;
            }
        }
        return viewers.take(wanted);
    }

    /// Asked for a few more m-lines than are needed now, so that not every newcomer costs an offer.
    private @Nullable Reoffer reoffer(PeerSession receiver, List<Publication> wanted) {
        int pictures = (int) wanted.stream().filter(p -> p.source().kind() == VIDEO).count();
        int slots = receiver.slots().size(VIDEO);
        // A client without any receives nothing on purpose.
        boolean more = slots != 0 && pictures > slots && slots < MAX_VIDEO_SLOTS;
        int video = more ? Math.min(MAX_VIDEO_SLOTS, pictures + SPARE_VIDEO_SLOTS) : slots;
        if (receiver.sendsOtherThan(codec.current())) {
            return new Reoffer(Reoffer.Reason.CODEC, video);
        }
        return more ? new Reoffer(Reoffer.Reason.SLOTS, video) : null;
    }

    private void silence(ParticipantId participant) {
        voices.remove(participant);
        if (speakers.remove(participant)) {
            events.speaking(id, speakers.speaking());
        }
    }

    private final class Listener implements SessionListener {
        @Override
        public void onTransport(PeerSession session, TransportState state, long nowNs) {
            boolean current = sessions.get(session.participant()) == session;
            if (current && state == TransportState.CLOSED) {
                sessions.remove(session.participant());
                silence(session.participant());
                allocate(null, nowNs);
            }
            events.transport(
                    id,
                    session.participant(),
                    session.generation(),
                    state,
                    session.proofAgoMs(nowNs));
        }

        @Override
        public void onAudioLevel(PeerSession session, int level, long nowNs) {
            voices.onLevel(session.participant(), level, nowNs);
            if (speakers.onLevel(session.participant(), level, nowNs)) {
                events.speaking(id, speakers.speaking());
            }
        }
    }
}
