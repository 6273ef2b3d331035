package live.lyceum.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import live.lyceum.config.ObjectStoreSettings;
import live.lyceum.config.Settings;
import live.lyceum.config.TranscriptionSettings;
import live.lyceum.media.api.MediaEvents;
import live.lyceum.media.api.MediaServer;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.loop.LoopMediaServer;
import live.lyceum.recorder.api.Summarizer;
import live.lyceum.recorder.archive.S3Archive;
import live.lyceum.recorder.backfill.BatchRecognizer;
import live.lyceum.recorder.command.CommandBatch;
import live.lyceum.recorder.command.CommandRecognizer;
import live.lyceum.recorder.demo.DemoRecognizer;
import live.lyceum.recorder.gemini.GeminiBatch;
import live.lyceum.recorder.gemini.GeminiLive;
import live.lyceum.recorder.gemini.GeminiSummarizer;
import live.lyceum.recorder.io.FileRecorder;
import live.lyceum.recorder.io.HearingLimits;
import live.lyceum.recorder.io.KeepingTranscriber;
import live.lyceum.recorder.io.LiveTranscriber;
import live.lyceum.recorder.io.RecordingFolders;
import live.lyceum.recorder.io.SharedTaps;
import live.lyceum.recorder.io.SpeechFolders;
import live.lyceum.recorder.io.SpeechLedger;
import live.lyceum.recorder.transcribe.SpeechRecognizer;
import live.lyceum.signaling.node.NodeSettings;
import live.lyceum.signaling.node.SignalingNode;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionDraft;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.shell.MediaBridge;
import live.lyceum.signaling.shell.SteadyClock;
import live.lyceum.signaling.store.SqlStore;
import org.jspecify.annotations.Nullable;

/// Puts the modules together and takes them apart again: settings, media, signaling, ports.
final class Wiring implements AutoCloseable {
    /// The media plane of this program.
    static final MediaServerFactory MEDIA = Wiring::mediaLoops;

    /// In most rooms somebody listens, and in many nobody speaks for a while.
    private static final int ROOMS_FOR_EACH_CONNECTION = 10;

    private static final long DEMO_MS = 60 * 60_000L;
    private static final List<String> DEMO_TOPICS =
            List.of(
                    "Welcome and goals",
                    "How a request travels",
                    "Caching and its costs",
                    "Exercise: design a feed",
                    "Questions and next steps");

    private final SqlStore store;
    private final MediaServer media;
    private final FileRecorder recorder;
    private final KeepingTranscriber transcriber;
    private final Summarizer summarizer;
    private final SignalingNode node;
    private final PrintStream out;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Wiring(
            SqlStore store,
            MediaServer media,
            FileRecorder recorder,
            KeepingTranscriber transcriber,
            Summarizer summarizer,
            SignalingNode node,
            PrintStream out) {
        this.store = store;
        this.media = media;
        this.recorder = recorder;
        this.transcriber = transcriber;
        this.summarizer = summarizer;
        this.node = node;
        this.out = out;
    }

    /// Starts everything; when this returns, `ready <url>` is on `out`, and the first API key, if
    /// one had to be made, on `err`. Blocks.
    ///
    /// @throws IOException if a port, a file or the database cannot be had
    static Wiring start(
            Settings settings, MediaServerFactory factory, PrintStream out, PrintStream err)
            throws IOException {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        SqlStore store = SqlStore.open(settings.storage(), registry);
        try {
            return start(settings, factory, registry, store, new Streams(out, err));
        } catch (IOException | RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    private record Streams(PrintStream out, PrintStream err) {}

    private static Wiring start(
            Settings settings,
            MediaServerFactory factory,
            PrometheusMeterRegistry registry,
            SqlStore store,
            Streams streams)
            throws IOException {
        SpeechRecognizer recognizer = recognizer(settings.transcription());
        var bridge = new MediaBridge();
        MediaServer media = factory.create(settings, bridge, registry);
        var taps = new SharedTaps(media::tap);
        FileRecorder recorder = recorder(settings, taps, registry);
        KeepingTranscriber transcriber = transcriber(recognizer, settings, taps, registry);
        Summarizer summarizer = summarizer(settings);
        try {
            var node =
                    SignalingNode.start(
                            NodeSettings.of(settings, Version.text()),
                            new SignalingNode.Planes(
                                    store, store, media, bridge, recorder, transcriber, summarizer),
                            registry);
            String first = node.firstKey();
            if (first != null) {
                streams.err().println("API key, shown this once: " + first);
            }
            streams.out().println("ready " + node.localUrl());
            streams.out().flush();
            return new Wiring(store, media, recorder, transcriber, summarizer, node, streams.out());
        } catch (IOException | RuntimeException failed) {
            summarizer.close();
            transcriber.close();
            recorder.close();
            media.close();
            throw failed;
        }
    }

    private static FileRecorder recorder(
            Settings settings, SharedTaps taps, MeterRegistry registry) {
        ObjectStoreSettings store = settings.recording().store();
        var recorder =
                new FileRecorder(
                        new RecordingFolders(settings.storage().dataDir().resolve("recordings")),
                        settings.recording(),
                        taps.point(),
                        new SteadyClock(),
                        store == null ? null : S3Archive.open(store));
        RecorderMetrics.bind(recorder, registry);
        return recorder;
    }

    private static KeepingTranscriber transcriber(
            @Nullable SpeechRecognizer recognizer,
            Settings settings,
            SharedTaps taps,
            MeterRegistry registry) {
        TranscriptionSettings how = settings.transcription();
        long maxMs = TimeUnit.MINUTES.toMillis(how.maxMinutesPerSession());
        var ledger = new SpeechLedger();
        var live =
                new LiveTranscriber(
                        recognizer,
                        taps.point(),
                        new SteadyClock(),
                        new HearingLimits(
                                ROOMS_FOR_EACH_CONNECTION * how.maxConnections(),
                                how.maxConnections(),
                                maxMs),
                        ledger);
        TranscriberMetrics.bind(live, registry);
        BatchRecognizer batch = batchRecognizer(how);
        var transcriber =
                new KeepingTranscriber(
                        live,
                        ledger,
                        new KeepingTranscriber.Keeping(
                                new SpeechFolders(settings.storage().dataDir().resolve("speech")),
                                taps.point(),
                                settings.recording().minFreeBytes()),
                        batch == null
                                ? null
                                : new KeepingTranscriber.Completing(
                                        batch, how.exact(), maxMs, Thread::sleep),
                        new SteadyClock());
        TranscriberMetrics.bind(transcriber, registry);
        return transcriber;
    }

    /// Null: what is not recognised while it is spoken is not recognised at all.
    private static @Nullable BatchRecognizer batchRecognizer(TranscriptionSettings settings) {
        return switch (settings.by()) {
            case GEMINI -> GeminiBatch.open(settings);
            case PROGRAM -> CommandBatch.open(settings);
            case DEMO -> null;
            case null -> null;
        };
    }

    /// Null: nothing is transcribed.
    private static @Nullable SpeechRecognizer recognizer(TranscriptionSettings settings)
            throws IOException {
        return switch (settings.by()) {
            case GEMINI -> GeminiLive.open(settings);
            case PROGRAM -> CommandRecognizer.open(settings);
            case DEMO -> DemoRecognizer.open();
            case null -> null;
        };
    }

    /// Asks nothing where there is no key, or where the operator wants none.
    private static Summarizer summarizer(Settings settings) {
        return settings.transcription().key() == null || !settings.summary().on()
                ? Summarizer.none()
                : GeminiSummarizer.open(settings.transcription(), settings.summary().model());
    }

    private static MediaServer mediaLoops(
            Settings settings, MediaEvents events, MeterRegistry registry) throws IOException {
        boolean loopback = settings.http().host().isLoopbackAddress();
        try {
            LoopMediaServer media = LoopMediaServer.start(settings.media(), loopback, events);
            LoopMetrics.bind(media.statistics(), registry);
            return media;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the media ports were opened", e);
        }
    }

    /// Makes a session to try and prints the links of its two people.
    void printDemo() {
        var draft =
                new SessionDraft(
                        "System Design",
                        DEMO_MS,
                        null,
                        null,
                        SessionDraft.DEFAULT_ABANDON_AFTER_MS,
                        DEMO_TOPICS,
                        List.of(
                                person("mentor", "Daniel Okafor", Role.MENTOR),
                                person("learner", "Mina Park", Role.LEARNER)),
                        new SessionPlan.Saving(false, transcriber.available(), true, true),
                        null,
                        SessionDraft.DEFAULT_COMPLETE_RATIO,
                        List.of());
        for (var invitation : node.invite(draft).toCompletableFuture().join()) {
            out.println(
                    invitation.role().name().toLowerCase(Locale.ROOT) + " " + invitation.joinUrl());
        }
        out.flush();
    }

    private static SessionDraft.Invitation person(String id, String name, Role role) {
        return new SessionDraft.Invitation(
                new ParticipantId(id), name, role, null, role == Role.MENTOR);
    }

    String url() {
        return node.localUrl();
    }

    int opsPort() {
        return node.opsPort();
    }

    /// Says good-bye to everybody, waits for what is under way, and stops: signaling before media,
    /// so that nobody is told of media that end first, and the store last.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            node.close();
            summarizer.close();
            transcriber.close();
            recorder.close();
            media.close();
            store.close();
        }
    }
}
