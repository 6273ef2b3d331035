package live.lyceum.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import live.lyceum.recorder.io.LiveTranscriber;

/// What the transcriber counts, as metrics.
final class TranscriberMetrics {
    private final LiveTranscriber transcriber;
    private final MeterRegistry registry;

    private TranscriberMetrics(LiveTranscriber transcriber, MeterRegistry registry) {
        this.transcriber = transcriber;
        this.registry = registry;
    }

    static void bind(LiveTranscriber transcriber, MeterRegistry registry) {
        new TranscriberMetrics(transcriber, registry).bind();
    }

    private void bind() {
        now("rooms", "rooms that are transcribed", LiveTranscriber.Statistics::rooms);
        now("speakers", "people who are heard", LiveTranscriber.Statistics::speakers);
        now(
                "connections",
                "connections to what recognises speech",
                LiveTranscriber.Statistics::connections);
        now("waiting", "packets that wait to be heard", LiveTranscriber.Statistics::waiting);
        since("dropped", "packets that were not heard: too many waited", each -> each.dropped());
        since("packets.missing", "packets that did not come", each -> each.missing());
        since("packets.damaged", "packets that could not be decoded", each -> each.damaged());
        since("turned.away", "utterances that a limit kept out", each -> each.turnedAway());
        since("heard.ms", "milliseconds of speech that were heard", each -> each.heardMs());
        since("lines", "lines of text that came of it", each -> each.lines());
        since("missed", "pieces of speech of which nothing came", each -> each.missed());
        since("broken", "connections that could not be had, or broke", each -> each.broken());
    }

    private void now(String name, String what, ToDoubleFunction<LiveTranscriber.Statistics> value) {
        Gauge.builder(
                        "lyceum.transcript." + name,
                        transcriber,
                        each -> value.applyAsDouble(each.statistics()))
                .description(what)
                .register(registry);
    }

    private void since(String name, String what, ToLongFunction<LiveTranscriber.Statistics> value) {
        FunctionCounter.builder(
                        "lyceum.transcript." + name,
                        transcriber,
                        each -> value.applyAsLong(each.statistics()))
                .description(what)
                .register(registry);
    }
}
