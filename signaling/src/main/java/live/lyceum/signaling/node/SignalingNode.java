package live.lyceum.signaling.node;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import live.lyceum.config.TlsSettings;
import live.lyceum.media.api.MediaServer;
import live.lyceum.recorder.api.Recorder;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.recorder.api.Transcriber;
import live.lyceum.signaling.auth.ApiKeys;
import live.lyceum.signaling.auth.DashboardTokens;
import live.lyceum.signaling.auth.FileUrls;
import live.lyceum.signaling.auth.JoinTokens;
import live.lyceum.signaling.auth.ReceiptKey;
import live.lyceum.signaling.auth.ResumeTokens;
import live.lyceum.signaling.auth.SealedAnswers;
import live.lyceum.signaling.auth.Sealer;
import live.lyceum.signaling.auth.Seeds;
import live.lyceum.signaling.auth.SigningKey;
import live.lyceum.signaling.http.AttemptLimiter;
import live.lyceum.signaling.http.HttpParts;
import live.lyceum.signaling.http.NettyTransport;
import live.lyceum.signaling.http.OpenApiFile;
import live.lyceum.signaling.http.OpsServer;
import live.lyceum.signaling.http.OriginPolicy;
import live.lyceum.signaling.http.PublicServer;
import live.lyceum.signaling.http.StaticSite;
import live.lyceum.signaling.http.TlsIdentity;
import live.lyceum.signaling.protocol.KeyDraft;
import live.lyceum.signaling.protocol.Reply;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.Scope;
import live.lyceum.signaling.protocol.ServerEvent;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.receipt.Receipts;
import live.lyceum.signaling.receipt.WayBack;
import live.lyceum.signaling.shell.MediaBridge;
import live.lyceum.signaling.shell.Pulse;
import live.lyceum.signaling.shell.Recordings;
import live.lyceum.signaling.shell.Recovery;
import live.lyceum.signaling.shell.RoomParts;
import live.lyceum.signaling.shell.Rooms;
import live.lyceum.signaling.shell.Sessions;
import live.lyceum.signaling.shell.SignalingMetrics;
import live.lyceum.signaling.shell.SteadyClock;
import live.lyceum.signaling.shell.Summaries;
import live.lyceum.signaling.shell.Transcripts;
import live.lyceum.signaling.store.AnswerStore;
import live.lyceum.signaling.store.Checkpoints;
import live.lyceum.signaling.store.EventStore;
import live.lyceum.signaling.store.Store;
import live.lyceum.signaling.upload.Uploads;
import live.lyceum.signaling.webhook.Webhooks;
import live.lyceum.signaling.ws.SignalUpgrade;
import live.lyceum.signaling.ws.SocketParts;
import live.lyceum.signaling.ws.WireFrames;
import org.jspecify.annotations.Nullable;

/// The signaling plane of one node, running from [#start] to [#close].
public final class SignalingNode implements AutoCloseable {
    private static final String UPLOADS = "uploads";
    private static final long SWEEP_S = 30;
    private static final long UPLOADS_LOOK_H = 1;
    private static final long TLS_LOOK_S = 10;
    private static final long DRAIN_RETRY_MS = 1_000;
    private static final long DURABLE_WITHIN_MS = 5_000;
    private static final long SOCKETS_WITHIN_MS = 3_000;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor scheduler =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("signaling-timer").factory());
    private final NettyTransport transport =
            new NettyTransport(Runtime.getRuntime().availableProcessors());
    private final SteadyClock clock = new SteadyClock();
    private final ApiKeys keys;
    private final JoinTokens tokens;
    private final Sessions sessions;
    private final Rooms rooms;
    private final Recordings recordings;
    private final Uploads uploads;
    private final Transcripts transcripts;
    private final Summaries summaries;
    private final Webhooks webhooks;
    private final SignalUpgrade sockets;
    private final PublicServer publicServer;
    private final OpsServer opsServer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean ready;

    private SignalingNode(NodeSettings settings, Planes planes, PrometheusMeterRegistry registry)
            throws IOException {
        scheduler.setRemoveOnCancelPolicy(true);
        var metrics = new SignalingMetrics(registry);
        var attempts = new AttemptLimiter(settings.attemptsPerMinute(), System::nanoTime);
        SigningKey signingKey = SigningKey.loadOrCreate(settings.dataDir());
        keys = new ApiKeys(planes.store(), settings.apiKey(), clock);
        keys.takeIn(settings.dataDir());
        tokens = new JoinTokens(signingKey, clock);
        var resumeTokens = new ResumeTokens(signingKey);
        sessions = new Sessions(planes.store(), planes.store(), planes.store(), clock);
        rooms = new Rooms(roomParts(settings, planes, metrics));
        planes.bridge().connect(rooms);
        recordings =
                new Recordings(
                        rooms, sessions, planes.store().recordings(), planes.recorder(), clock);
        transcripts = transcripts(planes, metrics);
        summaries = summaries(planes, metrics);
        webhooks = webhooks(settings, planes, new Sealer(signingKey), registry);
        sockets =
                new SignalUpgrade(
                        new SocketParts(
                                rooms,
                                tokens,
                                resumeTokens,
                                new OriginPolicy(settings.http()),
                                attempts,
                                settings.socketLimits(),
                                System::nanoTime,
                                metrics));
        ReceiptKey receiptKey = ReceiptKey.loadOrCreate(settings.dataDir());
        var receipts = new Receipts(planes.store(), planes.store().recordings(), receiptKey);
        TlsIdentity tls = tls(settings.http().tls());
        OpenApiFile description = OpenApiFile.load();
        uploads = new Uploads(settings.dataDir().resolve(UPLOADS), settings.uploads(), clock);
        publicServer =
                new PublicServer(
                        new HttpParts(
                                settings.http(),
                                sessions,
                                rooms,
                                recordings,
                                transcripts,
                                summaries,
                                receipts,
                                new WayBack(receipts, receiptKey, clock),
                                webhooks,
                                keys,
                                new SealedAnswers(planes.store(), new Sealer(signingKey)),
                                new FileUrls(signingKey, clock),
                                uploads,
                                clock,
                                tokens,
                                new DashboardTokens(signingKey, clock),
                                resumeTokens,
                                attempts,
                                settings.httpLimits(),
                                executor,
                                metrics),
                        StaticSite.load(SignalingNode.class.getClassLoader()),
                        description,
                        sockets,
                        tls);
        opsServer = new OpsServer(registry, () -> ready, settings.version(), description);
    }

    private Transcripts transcripts(Planes planes, SignalingMetrics metrics) {
        return new Transcripts(
                rooms,
                sessions,
                planes.store().transcripts(),
                planes.transcriber(),
                clock,
                scheduler,
                metrics);
    }

    private Summaries summaries(Planes planes, SignalingMetrics metrics) {
        return new Summaries(
                transcripts,
                sessions,
                rooms,
                planes.store().summaries(),
                new Summaries.Making(planes.summarizer(), scheduler, metrics),
                clock);
    }

    private Webhooks webhooks(
            NodeSettings settings, Planes planes, Sealer sealer, PrometheusMeterRegistry registry) {
        return new Webhooks(
                planes.store().webhooks(),
                sealer,
                clock,
                scheduler,
                settings.webhooksAllowed(),
                registry);
    }

    private RoomParts roomParts(NodeSettings settings, Planes planes, SignalingMetrics metrics) {
        return new RoomParts(
                planes.events(),
                planes.store(),
                planes.media(),
                planes.recorder(),
                planes.transcriber(),
                new WireFrames(),
                clock,
                executor,
                scheduler,
                who ->
                        new ServerEvent.Welcome(
                                List.of(),
                                List.of(),
                                false,
                                planes.summarizer().model() != null,
                                settings.transcribedBy()),
                new Reply.Heartbeat(
                        settings.socketLimits().everyMs(), settings.socketLimits().deadMs()),
                metrics);
    }

    /// What the signaling plane stands on.
    ///
    /// @param events those of `store`
    /// @param bridge where `media` tells its news; connected by the node
    /// @param recorder which records what passes `media`
    /// @param transcriber which makes text of it
    /// @param summarizer which sums that up
    public record Planes(
            EventStore events,
            Store store,
            MediaServer media,
            MediaBridge bridge,
            Recorder recorder,
            Transcriber transcriber,
            Summarizer summarizer) {}

    /// Somebody's way into a session.
    public record Invitation(Role role, String joinUrl) {
        /// Leaves out the URL, which has a token.
        @Override
        public String toString() {
            return "Invitation[%s]".formatted(role);
        }
    }

    /// Starts a node; when this returns it serves. Blocks.
    ///
    /// @throws IOException if a port or a file cannot be had
    public static SignalingNode start(
            NodeSettings settings, Planes planes, PrometheusMeterRegistry registry)
            throws IOException {
        var node = new SignalingNode(settings, planes, registry);
        try {
            node.goOn(planes);
            node.recordings.recover();
            node.transcripts.recover();
            node.summaries.recover();
            node.webhooks.start();
            node.listen(settings, planes);
            return node;
        } catch (IOException | RuntimeException failed) {
            node.close();
            throw failed;
        }
    }

    private @Nullable TlsIdentity tls(@Nullable TlsSettings settings) throws IOException {
        if (settings == null) {
            return null;
        }
        var identity = new TlsIdentity(settings);
        var _ =
                scheduler.scheduleWithFixedDelay(
                        () -> executor.execute(identity::refresh),
                        TLS_LOOK_S,
                        TLS_LOOK_S,
                        TimeUnit.SECONDS);
        return identity;
    }

    /// Ends what a process before this one left open, loads those rooms, and from here on notes
    /// that this process is alive.
    private void goOn(Planes planes) throws IOException {
        var recovery = new Recovery(planes.events(), planes.store(), clock);
        long aliveMs = planes.store().last();
        Recovery.Found found = recovery.run(aliveMs);
        rooms.recover(found.ended(), found.open(), aliveMs);
        var pulse = new Pulse(planes.store(), clock);
        var _ =
                scheduler.scheduleAtFixedRate(
                        pulse::beat, 0, Checkpoints.EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void sweep(Store store, @Nullable Integer recordingsKeptDays) {
        rooms.sweep(Rooms.IDLE_MS);
        transcripts.tellUntold();
        if (recordingsKeptDays != null) {
            recordings.expire(TimeUnit.DAYS.toMillis(recordingsKeptDays));
        }
        forgetAnswers(store, clock.getAsLong() - SealedAnswers.KEPT_MS);
    }

    private static void forgetAnswers(AnswerStore answers, long beforeMs) {
        var _ =
                answers.forgetAnswersBefore(beforeMs)
                        .thenAccept(more -> {
                            if (more) {
                                forgetAnswers(answers, beforeMs);
                            }
                        });
    }

    private void listen(NodeSettings settings, Planes planes) throws IOException {
        opsServer.start(transport, settings.http().host(), settings.ops().port());
        publicServer.start(transport);
        var _ =
                scheduler.scheduleWithFixedDelay(
                        () -> sweep(planes.store(), settings.recordingsKeptDays()),
                        SWEEP_S,
                        SWEEP_S,
                        TimeUnit.SECONDS);
        Integer kept = settings.recordingsKeptDays();
        if (kept != null) {
            long keptMs = TimeUnit.DAYS.toMillis(kept);
            var _ =
                    scheduler.scheduleWithFixedDelay(
                            () -> executor.execute(() -> uploads.expire(keptMs)),
                            0,
                            UPLOADS_LOOK_H,
                            TimeUnit.HOURS);
        }
        ready = true;
    }

    /// A new API key that may do everything, as it is written, if there is none yet; to be shown
    /// once. Else null. Blocks.
    public @Nullable String firstKey() {
        if (!keys.none()) {
            return null;
        }
        var draft = new KeyDraft("first", TenantId.MAIN, EnumSet.allOf(Scope.class));
        return keys.create(null, draft).toCompletableFuture().join().written();
    }

    /// Makes a session as the REST API would, and the ways into it.
    public CompletionStage<List<Invitation>> invite(SessionDraft draft) {
        return sessions.create(
                        new Sessions.New(TenantId.MAIN, Seeds.session(null), Seeds.epoch(), false),
                        draft)
                .thenApply(session -> {
                    var invitations = new ArrayList<Invitation>();
                    for (var each : draft.participants()) {
                        String token = tokens.issue(session.plan(), each);
                        invitations.add(
                                new Invitation(
                                        each.role(),
                                        publicServer.joinUrl(session.plan().id(), token)));
                    }
                    return List.copyOf(invitations);
                });
    }

    /// `http://host:port` as one on this machine can reach us.
    public String localUrl() {
        return publicServer.localUrl();
    }

    public int opsPort() {
        return opsServer.port();
    }

    /// Stops: says so to everybody, waits until what they did is durable, and ends. Blocks for some
    /// seconds at most. The media plane is the caller's to close afterwards.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ready = false;
        publicServer.close();
        sockets.drain(DRAIN_RETRY_MS);
        rooms.awaitDurable(DURABLE_WITHIN_MS);
        webhooks.close();
        sockets.awaitClosed(SOCKETS_WITHIN_MS);
        opsServer.close();
        transport.close();
        executor.shutdown();
        scheduler.shutdownNow();
    }
}
