package live.lyceum.app;

import io.micrometer.core.instrument.MeterRegistry;
import live.lyceum.recorder.io.KeepingTranscriber;
import live.lyceum.recorder.io.LiveTranscriber;

/// What the transcriber counts, as metrics.
final class TranscriberMetrics {
    private TranscriberMetrics() {}

    static void bind(LiveTranscriber transcriber, MeterRegistry registry) {
        var readings = new Readings<>(transcriber, registry);
        readings.now(
                "lyceum.transcript.rooms",
                "rooms that are transcribed",
                each -> each.statistics().rooms());
        readings.now(
                "lyceum.transcript.speakers",
                "people who are heard",
                each -> each.statistics().speakers());
        readings.now(
                "lyceum.transcript.connections",
                "connections to what recognises speech",
                each -> each.statistics().connections());
        readings.now(
                "lyceum.transcript.waiting",
                "packets that wait to be heard",
                each -> each.statistics().waiting());
        readings.since(
                "lyceum.transcript.dropped",
                "packets that were not heard: too many waited, or somebody sent too many",
                each -> each.statistics().dropped());
        readings.since(
                "lyceum.transcript.packets.missing",
                "packets that did not come",
                each -> each.statistics().missing());
        readings.since(
                "lyceum.transcript.packets.damaged",
                "packets that could not be decoded",
                each -> each.statistics().damaged());
        readings.since(
                "lyceum.transcript.turned.away",
                "utterances that a limit kept out",
                each -> each.statistics().turnedAway());
        readings.since(
                "lyceum.transcript.heard.ms",
                "milliseconds of speech that were heard",
                each -> each.statistics().heardMs());
        readings.since(
                "lyceum.transcript.lines",
                "lines of text that came of it",
                each -> each.statistics().lines());
        readings.since(
                "lyceum.transcript.missed",
                "pieces of speech of which nothing came",
                each -> each.statistics().missed());
        readings.since(
                "lyceum.transcript.broken",
                "connections that could not be had, or broke",
                each -> each.statistics().broken());
    }

    static void bind(KeepingTranscriber transcriber, MeterRegistry registry) {
        var readings = new Readings<>(transcriber, registry);
        readings.now(
                "lyceum.transcript.afterwards.waiting",
                "sessions that are over and wait to be completed, or are",
                each -> each.statistics().waiting());
        readings.now(
                "lyceum.transcript.afterwards.away",
                "those of them that wait for a service that is away, or does not want us",
                each -> each.statistics().away());
        readings.since(
                "lyceum.transcript.afterwards.sent.ms",
                "milliseconds of audio that were sent after sessions",
                each -> each.statistics().sentMs());
        readings.since(
                "lyceum.transcript.afterwards.lines",
                "lines of text that came of it, better versions counted",
                each -> each.statistics().lines());
        readings.since(
                "lyceum.transcript.afterwards.left",
                "pieces of speech of which nothing came afterwards either",
                each -> each.statistics().left());
        readings.since(
                "lyceum.transcript.afterwards.refused",
                "sessions that were not completed: too many waited",
                each -> each.statistics().refused());
        readings.since(
                "lyceum.transcript.afterwards.expired",
                "sessions that were not completed: what that takes was away for too long",
                each -> each.statistics().expired());
        readings.since(
                "lyceum.transcript.unkept",
                "packets of microphones that were not kept until the transcript was final",
                each -> each.statistics().unkept());
    }
}
