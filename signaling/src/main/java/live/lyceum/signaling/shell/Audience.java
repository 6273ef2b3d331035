package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.protocol.CloseCode;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomState;
import org.jspecify.annotations.Nullable;

/// The sockets of a room and what they are shown: only what is durable. Owned by the room's
/// mailbox.
final class Audience {
    /// Sockets of one seat at a time; a page has one, and a second one while it resumes.
    static final int MAX_LINKS_OF_SEAT = 8;

    private static final class KeptSlots {
        private final String page;
        private final List<byte[]> frames;

        private KeptSlots(String page, List<byte[]> frames) {
            this.page = page;
            this.frames = frames;
        }
    }

    private final RoomParts parts;
    private final LogTail tail;
    private final Set<Link> links = new LinkedHashSet<>();
    private final Map<ParticipantId, KeptSlots> slots = new HashMap<>();
    private Transcriber.State transcript = Transcriber.State.OFF;
    private boolean transcriptTold;

    Audience(RoomParts parts, RoomState durable, List<RoomEvent.Logged> log) {
        this.parts = parts;
        int kept = Math.min(log.size() - 1, LogTail.CAPACITY);
        tail = new LogTail(durable.seq() - kept + 1);
        log.subList(log.size() - kept, log.size()).forEach(this::encode);
    }

    private void encode(RoomEvent.Logged row) {
        ServerEvent.Durable event = row.fact().event();
        if (event == null) {
            throw new IllegalStateException("only the first row has no event");
        }
        tail.add(parts.encoder().encode(event, row.seq()));
    }

    /// Takes a durable row in; shown with the next pump.
    void add(RoomEvent.Logged row) {
        encode(row);
        parts.metrics().rows(1);
    }

    boolean empty() {
        return links.isEmpty();
    }

    boolean seatIsCrowded(ParticipantId who) {
        return links.stream().filter(each -> each.arrival().who().equals(who)).count()
                >= MAX_LINKS_OF_SEAT;
    }

    /// Greets a socket. From its cursor if there is such a place in this log, else by a snapshot.
    Link admit(
            RoomHost host,
            Arrival arrival,
            long helloId,
            Client client,
            RoomState durable,
            long nowMs) {
        Arrival.Cursor cursor = arrival.cursor();
        boolean resumed =
                cursor != null
                        && cursor.epoch().equals(durable.epoch())
                        && cursor.seq() <= durable.seq()
                        && tail.covers(cursor.seq());
        long from = resumed && cursor != null ? cursor.seq() : durable.seq();
        var link = new Link(host, arrival, client, from);
        link.joined(durable.heldBy(arrival.who(), arrival.page()));
        if (link.joined()) {
            closeOthers(link);
        }
        links.add(link);
        boolean seatIsIn = durable.participant(arrival.who()) != null;
        link.reply(
                helloId,
                new Reply.Greeting(
                        arrival.who(),
                        arrival.resumeToken(),
                        durable.epoch(),
                        durable.seq(),
                        parts.heartbeat(),
                        resumed ? link.joined() : seatIsIn,
                        resumed
                                ? new Reply.Sight.Since(durable.timer(nowMs))
                                : new Reply.Sight.Whole(durable.snapshot(nowMs).with(transcript)),
                        parts.clock().getAsLong()));
        link.send(
                parts.encoder()
                        .encode(
                                parts.welcome()
                                        .apply(arrival.who())
                                        .toWhoMayRecord(arrival.mayRecord())));
        showSlots(link);
        // It may be otherwise than what was told last, also by a process before this one.
        if (resumed && (transcriptTold || durable.plan().saving().transcribe())) {
            link.transcript(transcriptFrame());
        }
        return link;
    }

    private void closeOthers(Link holder) {
        for (Link link : List.copyOf(links)) {
            boolean sameSeat = link.arrival().who().equals(holder.arrival().who());
            if (link != holder && sameSeat && link.joined()) {
                close(link, CloseCode.TAKEN_OVER);
            }
        }
    }

    private void close(Link link, CloseCode code) {
        link.close(code);
        links.remove(link);
    }

    void remove(Link link) {
        links.remove(link);
    }

    /// Whom a mentor has put out hears of it first.
    void closeRemoved(RoomState durable) {
        for (Link link : List.copyOf(links)) {
            if (durable.wasRemoved(link.arrival().who())) {
                close(link, CloseCode.FORBIDDEN);
            }
        }
    }

    void closeAll(CloseCode code) {
        List.copyOf(links).forEach(each -> close(each, code));
    }

    /// A page has the seat now; the one that had it is told and closed.
    void seated(ParticipantId who, String page) {
        for (Link link : List.copyOf(links)) {
            if (link.arrival().who().equals(who)) {
                boolean holds = link.arrival().page().equals(page);
                if (link.joined() && !holds) {
                    close(link, CloseCode.TAKEN_OVER);
                }
                link.joined(holds);
                showSlots(link);
            }
        }
    }

    void unseated(ParticipantId who) {
        for (Link link : links) {
            if (link.arrival().who().equals(who)) {
                link.joined(false);
            }
        }
    }

    void pump(Link link, long lastSeq) {
        link.pump(tail, lastSeq);
        if (!link.open()) {
            links.remove(link);
        }
    }

    void pumpAll(long lastSeq) {
        List.copyOf(links).forEach(each -> pump(each, lastSeq));
    }

    /// Keeps a page's table of slots, with the request for an offer that has more of them, and
    /// shows both; they are shown again after each resume.
    void tellSlots(
            ParticipantId who,
            String page,
            ServerEvent.Slots table,
            @Nullable Reoffer reoffer,
            long lastSeq) {
        var frames = new ArrayList<byte[]>();
        frames.add(parts.encoder().encode(table));
        if (reoffer != null) {
            frames.add(parts.encoder().encode(new ServerEvent.Reoffer(reoffer)));
        }
        slots.put(who, new KeptSlots(page, frames));
        for (Link link : List.copyOf(links)) {
            if (link.arrival().who().equals(who)) {
                showSlots(link);
                pump(link, lastSeq);
            }
        }
    }

    private void showSlots(Link link) {
        KeptSlots kept = slots.get(link.arrival().who());
        if (kept != null && kept.page.equals(link.arrival().page())) {
            link.slots(kept.frames);
        }
    }

    void forgetSlots(ParticipantId who) {
        slots.remove(who);
    }

    /// Keeps how it is with the transcript and shows it, also to the lobby; it is shown again after
    /// each resume.
    void tellTranscript(Transcriber.State now) {
        if (now == transcript) {
            return;
        }
        transcript = now;
        transcriptTold = true;
        byte[] frame = transcriptFrame();
        links.forEach(each -> each.transcript(frame));
    }

    private byte[] transcriptFrame() {
        return parts.encoder().encode(new ServerEvent.TranscriptStateSet(transcript));
    }

    void tellSaying(SpokenLine line) {
        tell(new ServerEvent.Transcribing(line), SignalingMetrics.Dropped.PARTIAL_TO_SLOW);
    }

    void tellProgress(ServerEvent.RecordingProgressed progressed) {
        tell(progressed, SignalingMetrics.Dropped.PROGRESS_TO_SLOW);
    }

    void tellSpeaking(Set<ParticipantId> speakers) {
        tell(new ServerEvent.Speaking(speakers), SignalingMetrics.Dropped.SPEAKING_TO_SLOW);
    }

    private void tell(ServerEvent.Ephemeral event, SignalingMetrics.Dropped ifSlow) {
        byte[] frame = parts.encoder().encode(event);
        for (Link link : links) {
            if (link.joined() && !link.sendOrDrop(frame)) {
                parts.metrics().dropped(ifSlow);
            }
        }
    }
}
