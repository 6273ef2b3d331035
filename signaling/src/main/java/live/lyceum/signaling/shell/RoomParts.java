package live.lyceum.signaling.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import live.lyceum.media.api.MediaServer;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.store.EventStore;
import live.lyceum.signaling.store.SessionStore;

/// What every room of a node works with.
///
/// @param clock epoch milliseconds that never go back
/// @param executor runs the rooms' turns, for example each on a virtual thread
/// @param scheduler for what is to be tried again later
/// @param welcome what a person needs to connect
/// @param heartbeat what the greeting promises
public record RoomParts(
        EventStore events,
        SessionStore sessions,
        MediaServer media,
        Recorder recorder,
        Transcriber transcriber,
        FrameEncoder encoder,
        LongSupplier clock,
        Executor executor,
        ScheduledExecutorService scheduler,
        Function<ParticipantId, ServerEvent.Welcome> welcome,
        Reply.Heartbeat heartbeat,
        SignalingMetrics metrics) {}
