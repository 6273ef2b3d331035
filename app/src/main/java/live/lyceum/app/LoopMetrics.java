package live.lyceum.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import live.lyceum.media.loop.LoopStatistics;
import live.lyceum.media.wire.DropReason;

/// The media loops' figures as metrics, one series for each loop.
final class LoopMetrics {
    private static final String LOOP = "loop";

    private LoopMetrics() {}

    static void bind(List<LoopStatistics> loops, MeterRegistry registry) {
        for (int i = 0; i < loops.size(); i++) {
            bind(loops.get(i), Integer.toString(i), registry);
        }
    }

    private static void bind(LoopStatistics loop, String index, MeterRegistry registry) {
        Meters meters = new Meters(loop, index, registry);
        meters.counter("lyceum.media.datagrams.received", l -> l.packets().receivedCount());
        meters.counter("lyceum.media.bytes.received", l -> l.packets().receivedByteCount());
        meters.counter("lyceum.media.datagrams.sent", l -> l.packets().sentCount());
        meters.counter("lyceum.media.bytes.sent", l -> l.packets().sentByteCount());
        meters.counter("lyceum.media.packets.forwarded", l -> l.packets().forwardedCount());
        meters.counter("lyceum.media.packets.retransmitted", l -> l.packets().retransmittedCount());
        meters.counter("lyceum.media.keyframes.requested", l -> l.packets().keyframeRequestCount());
        meters.counter("lyceum.media.nacks.sent", l -> l.packets().nackSentCount());
        meters.counter("lyceum.media.commands.refused", LoopStatistics::refusedCommands);
        meters.gauge("lyceum.media.rooms", LoopStatistics::rooms);
        meters.gauge("lyceum.media.participants", LoopStatistics::participants);
        TimeGauge.builder(
                        "lyceum.media.loop.lag", loop, TimeUnit.NANOSECONDS, LoopStatistics::lagNs)
                .tag(LOOP, index)
                .register(registry);
        for (DropReason reason : DropReason.values()) {
            FunctionCounter.builder("lyceum.media.drops", loop, l -> l.drops().count(reason))
                    .tag(LOOP, index)
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private record Meters(LoopStatistics loop, String index, MeterRegistry registry) {
        void counter(String name, ToDoubleFunction<LoopStatistics> value) {
            FunctionCounter.builder(name, loop, value).tag(LOOP, index).register(registry);
        }

        void gauge(String name, ToDoubleFunction<LoopStatistics> value) {
            Gauge.builder(name, loop, value).tag(LOOP, index).register(registry);
        }
    }
}
