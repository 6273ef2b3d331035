package live.lyceum.signaling.shell;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.Reoffer;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.SlotAssignment;
import live.lyceum.media.api.TransportState;
import live.lyceum.media.api.ViewOffer;
import live.lyceum.media.api.ViewerId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Seated;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.room.Proofs;
import live.lyceum.signaling.room.RoomCommand;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rooms that are in memory; others are loaded from their log when somebody comes. Safe to call
/// from any thread; nothing here blocks.
public final class Rooms implements MediaEvents {
    /// How long a room with nobody in it stays in memory.
    public static final long IDLE_MS = 5 * 60_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
    private static final int MAX_TRIES = 3;

    /// A room that is loaded to end itself is in memory until it has.
    private static final int MAX_OVERDUE = 100;

    private final RoomParts parts;
    private final Map<RoomId, CompletableFuture<RoomHost>> hosts = new ConcurrentHashMap<>();
    private final Outages outages = new Outages();

    /// How it is with transcripts, but for those that are off.
    private final Map<RoomId, Transcriber.State> transcripts = new ConcurrentHashMap<>();

    public Rooms(RoomParts parts) {
        this.parts = parts;
        parts.metrics().gauge("lyceum.rooms", hosts::size);
    }

    /// Lets somebody into their room: the greeting, the welcome and what they missed are written
    /// before the stage completes. Fails with [RoomException] or with what the store failed with.
    public CompletionStage<Link> enter(Arrival arrival, long helloId, Client client) {
        return enter(arrival, helloId, client, MAX_TRIES);
    }

    private CompletionStage<Link> enter(
            Arrival arrival, long helloId, Client client, int triesLeft) {
        return load(arrival.room())
                .thenCompose(host -> host.enter(arrival, helloId, client))
                .exceptionallyCompose(error -> {
                    boolean again = triesLeft > 1 && isRetired(error);
                    return again
                            ? enter(arrival, helloId, client, triesLeft - 1)
                            : CompletableFuture.failedStage(error);
                });
    }

    private static boolean isRetired(Throwable error) {
        return (error instanceof RoomException direct
                        && direct.reason() == RoomException.Reason.RETIRED)
                || (error.getCause() instanceof RoomException wrapped
                        && wrapped.reason() == RoomException.Reason.RETIRED);
    }

    /// Notes that a page said good-bye. A room that is not in memory has nobody to go.
    ///
    /// @param page whose good-bye it is, or null when not known
    public CompletionStage<@Nullable Void> gone(
            RoomId room, ParticipantId who, @Nullable String page) {
        CompletableFuture<RoomHost> host = hosts.get(room);
        return host == null
                ? CompletableFuture.completedStage(null)
                : host.thenCompose(each -> each.gone(who, page));
    }

    /// Gives a WHIP client its owner's seat; complete when that is durable. Fails with
    /// [ResourceException], [RoomException], what the media plane failed with or the store did.
    public CompletionStage<MediaAnswer> publish(Publisher publisher) {
        return inRoom(
                publisher.resource().room(),
                host ->
                        host.<MediaAnswer>atDesk(
                                (desk, told) -> desk.publish(publisher, nowMs(), told)),
                MAX_TRIES);
    }

    /// Lets a WHEP client see and hear somebody. Fails as [#publish] does.
    public CompletionStage<MediaAnswer> view(MediaResource resource, ViewOffer offer) {
        return inRoom(
                resource.room(),
                host ->
                        host.<MediaAnswer>atDesk(
                                (desk, told) -> desk.view(resource, offer, nowMs(), told)),
                MAX_TRIES);
    }

    /// Ends a session from outside; complete when that is durable, with its topics. Fails, as the
    /// next seven do, with [ProblemException], [RoomException] or what the store failed with.
    public CompletionStage<List<Topic>> end(RoomId room) {
        return direct(room, new RoomCommand.EndFromOutside(Proofs.NONE));
    }

    /// Takes a session back that has not begun.
    public CompletionStage<List<Topic>> cancel(RoomId room) {
        return direct(room, new RoomCommand.Cancel());
    }

    /// Lays down something else for a session, if `before` still holds.
    public CompletionStage<List<Topic>> change(SessionPlan before, SessionPlan after) {
        return direct(before.id(), new RoomCommand.ChangePlan(before, after));
    }

    /// Puts somebody out of a room, for good.
    public CompletionStage<List<Topic>> putOut(RoomId room, ParticipantId whom) {
        return direct(room, new RoomCommand.PutOut(whom));
    }

    /// Replaces a room's topics; those without an id get one.
    public CompletionStage<List<Topic>> setTopics(RoomId room, List<Topic> topics) {
        return direct(room, new RoomCommand.SetTopics(topics));
    }

    /// Ticks a topic off, or takes that back.
    public CompletionStage<List<Topic>> tickTopic(RoomId room, String topic, boolean done) {
        return direct(room, new RoomCommand.TickTopic(topic, done));
    }

    /// Has a session recorded; complete when that is durable, with the recording: null if it has
    /// stopped already.
    public CompletionStage<@Nullable LiveRecording> startRecording(RoomId room) {
        return inRoom(
                room,
                host ->
                        host.outside()
                                .<@Nullable LiveRecording>direct(
                                        new RoomCommand.StartRecording(), RoomState::recording),
                MAX_TRIES);
    }

    /// Stops a recording, if it is the one that is made; complete when that is durable.
    public CompletionStage<List<Topic>> stopRecording(RoomId room, RecordingId id) {
        return direct(room, new RoomCommand.StopRecording(id));
    }

    private CompletionStage<List<Topic>> direct(RoomId room, RoomCommand.Directed command) {
        return inRoom(room, host -> host.outside().direct(command, RoomState::topics), MAX_TRIES);
    }

    /// Tells a room, also one that only begins or is not in memory, that its recording cannot go
    /// on; complete when it knows. Fails with [RoomException] or what the store failed with.
    CompletionStage<@Nullable Void> recordingBroke(
            RoomId room, RecordingId id, LiveRecording.Stop reason) {
        return inRoom(room, host -> host.outside().recordingBroke(id, reason), MAX_TRIES);
    }

    void tell(RoomId room, ServerEvent.RecordingProgressed progressed) {
        ifLoaded(room, host -> host.bulletins().progressed(progressed));
    }

    /// Tells a room, also one that is over or not in memory, a line of its transcript; complete
    /// when that is durable, with false when it became no row. Fails as [#recordingBroke] does.
    CompletionStage<Boolean> transcribed(RoomId room, TranscriptLine line) {
        return inRoom(room, host -> host.outside().transcribed(line), MAX_TRIES);
    }

    void saying(RoomId room, TranscriptLine line) {
        ifLoaded(room, host -> host.bulletins().saying(line));
    }

    /// Keeps how it is with a room's transcript, also for when the room is loaded anew.
    void transcript(RoomId room, Transcriber.State state) {
        if (state == Transcriber.State.OFF) {
            transcripts.remove(room);
        } else {
            transcripts.put(room, state);
        }
        ifLoaded(room, this::tellTranscript);
    }

    private void tellTranscript(RoomHost host) {
        host.bulletins()
                .transcript(() -> transcripts.getOrDefault(host.id(), Transcriber.State.OFF));
    }

    /// Everybody who is or was in a room, with their attendance.
    public CompletionStage<List<Seated>> attendance(RoomId room) {
        CompletableFuture<RoomHost> host = hosts.get(room);
        if (host == null) {
            return LogReader.all(parts.events(), room).thenCompose(this::seated);
        }
        return host.thenCompose(each -> each.outside().seated())
                .exceptionallyCompose(error ->
                        isRetired(error)
                                ? LogReader.all(parts.events(), room).thenCompose(this::seated)
                                : CompletableFuture.failedStage(error));
    }

    /// Nobody is active in a room that is not in memory.
    private CompletionStage<List<Seated>> seated(List<RoomEvent.Logged> log) {
        return log.isEmpty()
                ? CompletableFuture.failedStage(
                        new RoomException(RoomException.Reason.UNKNOWN_SESSION))
                : CompletableFuture.completedStage(RoomState.replay(log).seated(nowMs()));
    }

    /// What was written in a room after the row `after`, also in one that is over.
    public CompletionStage<List<ChatMessage>> chat(RoomId room, long after, int limit) {
        return LogReader.chat(parts.events(), room, after, limit);
    }

    /// When which topics of a room were marked done, in epoch milliseconds by their ids.
    CompletionStage<Map<String, Long>> topicsDone(RoomId room) {
        return LogReader.topicsDone(parts.events(), room);
    }

    private long nowMs() {
        return parts.clock().getAsLong();
    }

    private <T extends @Nullable Object> CompletionStage<T> inRoom(
            RoomId room, Function<RoomHost, CompletionStage<T>> action, int triesLeft) {
        return load(room)
                .thenCompose(action)
                .exceptionallyCompose(error ->
                        triesLeft > 1 && isRetired(error)
                                ? inRoom(room, action, triesLeft - 1)
                                : CompletableFuture.failedStage(error));
    }

    /// What helps somebody to connect.
    public List<ServerEvent.IceServer> iceServers(ParticipantId who) {
        return parts.welcome().apply(who).iceServers();
    }

    /// Takes trickled candidates of the ICE session that `tag` names.
    public CompletionStage<@Nullable Void> trickle(MediaResource resource, String tag) {
        return ofResource(
                resource,
                host ->
                        host.<@Nullable Void>atDesk(
                                (desk, told) -> desk.trickle(resource, tag, told)));
    }

    /// Gives a resource new ICE credentials.
    public CompletionStage<MediaAnswer> restart(MediaResource resource) {
        return ofResource(
                resource,
                host -> host.<MediaAnswer>atDesk((desk, told) -> desk.restart(resource, told)));
    }

    /// Ends a resource; a publisher leaves its seat.
    public CompletionStage<@Nullable Void> end(MediaResource resource) {
        return ofResource(
                resource,
                host -> host.<@Nullable Void>atDesk((desk, told) -> desk.end(resource, told)));
    }

    /// A room that is not in memory has no resources.
    private <T extends @Nullable Object> CompletionStage<T> ofResource(
            MediaResource resource, Function<RoomHost, CompletionStage<T>> action) {
        CompletableFuture<RoomHost> host = hosts.get(resource.room());
        return host == null
                ? CompletableFuture.failedStage(
                        new ResourceException(ResourceException.Reason.GONE))
                : host.thenCompose(action);
    }

    private CompletionStage<RoomHost> load(RoomId id) {
        var fresh = new CompletableFuture<RoomHost>();
        CompletableFuture<RoomHost> known = hosts.putIfAbsent(id, fresh);
        if (known != null) {
            return known;
        }
        parts.executor().execute(() -> load(id, fresh));
        return fresh;
    }

    private void load(RoomId id, CompletableFuture<RoomHost> into) {
        read(id).whenComplete((log, error) -> {
            if (error == null) {
                host(id, log, into);
            } else {
                hosts.remove(id, into);
                into.completeExceptionally(error);
                retryIfFailed(id);
            }
        });
    }

    /// Makes a host, which is there for others once it has begun.
    private void host(RoomId id, List<RoomEvent.Logged> log, CompletableFuture<RoomHost> into) {
        RoomCommand.Restarted how = outages.of(id);
        var life =
                new RoomHost.Life() {
                    @Override
                    public void begun(RoomHost host) {
                        outages.end(id);
                        into.complete(host);
                        tellTranscript(host);
                    }

                    @Override
                    public void retired() {
                        hosts.remove(id, into);
                    }

                    @Override
                    public void failed(RoomCommand.Restarted ended, Throwable error) {
                        outages.begin(id, ended, nowMs());
                        into.completeExceptionally(error);
                        retryIfFailed(id);
                    }
                };
        try {
            var _ =
                    new RoomHost(
                            id,
                            parts,
                            log,
                            how == null ? new RoomCommand.Restarted(nowMs()) : how,
                            life);
        } catch (RuntimeException | Error bug) {
            hosts.remove(id, into);
            into.completeExceptionally(bug);
            throw bug;
        }
    }

    /// Loads a room that failed again though nobody comes: its people may not have noticed yet, and
    /// their time is to be right.
    private void retryIfFailed(RoomId id) {
        outages.retryMs(id)
                .ifPresent(inMs -> {
                    var _ = Later.run(parts.scheduler(), inMs, () -> retry(id));
                });
    }

    private void retry(RoomId id) {
        outages.retried(id);
        if (outages.of(id) != null) {
            var _ = load(id);
        }
    }

    private CompletionStage<List<RoomEvent.Logged>> read(RoomId id) {
        return LogReader.all(parts.events(), id)
                .thenCompose(log ->
                        log.isEmpty()
                                ? CompletableFuture.failedStage(
                                        new RoomException(RoomException.Reason.UNKNOWN_SESSION))
                                : CompletableFuture.completedStage(log));
    }

    /// Goes on with rooms that a process before this one left open.
    ///
    /// @param ended those whose log says so already
    /// @param open those whose log could not be brought to say so
    /// @param aliveMs when that process was last alive, in epoch milliseconds
    public void recover(List<RoomId> ended, List<RoomId> open, long aliveMs) {
        open.forEach(id -> outages.begin(id, new RoomCommand.Restarted(aliveMs), nowMs()));
        wake(Stream.concat(ended.stream(), open.stream()).iterator());
    }

    /// Loads rooms though nobody comes, one after another: the store has others to serve.
    private void wake(Iterator<RoomId> rooms) {
        if (rooms.hasNext()) {
            var _ =
                    load(rooms.next())
                            .handleAsync(
                                    (host, error) -> {
                                        wake(rooms);
                                        return true;
                                    },
                                    parts.executor());
        }
    }

    /// Puts rooms away that nobody has used for `idleMs`, and ends sessions that nobody came to.
    public void sweep(long idleMs) {
        hosts.keySet().forEach(id -> ifLoaded(id, host -> host.retireIfIdle(idleMs)));
        outages.sweep(nowMs());
        parts.sessions()
                .overdue(nowMs(), MAX_OVERDUE)
                .whenComplete((overdue, error) -> {
                    if (error == null) {
                        wake(overdue.iterator());
                    } else {
                        LOG.error("sessions whose time is over cannot be found", error);
                    }
                });
    }

    /// Waits for the rows that are under way, at most so long.
    public void awaitDurable(long timeoutMs) {
        var all = new ArrayList<CompletableFuture<@Nullable Void>>();
        hosts.keySet()
                .forEach(id -> ifLoaded(id, host -> all.add(host.settle().toCompletableFuture())));
        var _ =
                CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                        .completeOnTimeout(null, timeoutMs, TimeUnit.MILLISECONDS)
                        .join();
    }

    @Override
    public void transport(
            RoomId room,
            ParticipantId participant,
            int generation,
            TransportState state,
            long proofAgoMs) {
        ifLoaded(
                room,
                host ->
                        host.media()
                                .transport(
                                        new MediaInbox.Transport(
                                                participant, generation, state, proofAgoMs)));
    }

    @Override
    public void slots(
            RoomId room,
            ParticipantId participant,
            int generation,
            long version,
            List<SlotAssignment> slots,
            @Nullable Reoffer reoffer) {
        ifLoaded(
                room,
                host ->
                        host.media()
                                .slots(
                                        new MediaInbox.Slots(
                                                participant,
                                                generation,
                                                version,
                                                List.copyOf(slots),
                                                reoffer)));
    }

    @Override
    public void viewEnded(RoomId room, ViewerId viewer) {
        ifLoaded(room, host -> host.viewEnded(viewer));
    }

    @Override
    public void speaking(RoomId room, Set<ParticipantId> participants) {
        ifLoaded(room, host -> host.media().speaking(Set.copyOf(participants)));
    }

    private void ifLoaded(RoomId id, Consumer<RoomHost> action) {
        CompletableFuture<RoomHost> host = hosts.get(id);
        if (host != null && host.isDone() && !host.isCompletedExceptionally()) {
            action.accept(host.join());
        }
    }
}
