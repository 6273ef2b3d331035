package live.lyceum.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import live.lyceum.recorder.io.FileRecorder;

/// What the recorder counts, as metrics.
final class RecorderMetrics {
    private RecorderMetrics() {}

    static void bind(FileRecorder recorder, MeterRegistry registry) {
        Gauge.builder("lyceum.recordings", recorder, each -> each.statistics().recordings())
                .description("rooms that are recorded")
                .register(registry);
        Gauge.builder("lyceum.recording.workers", recorder, each -> each.statistics().workers())
                .description("processes that make films")
                .register(registry);
        Gauge.builder("lyceum.recording.waiting", recorder, each -> each.statistics().waiting())
                .description("journal entries that wait to be written")
                .register(registry);
        FunctionCounter.builder(
                        "lyceum.recording.missed", recorder, each -> each.statistics().refused())
                .description("journal entries that were not taken: too much waited")
                .register(registry);
        FunctionCounter.builder(
                        "lyceum.recording.broken", recorder, each -> each.statistics().broken())
                .description("recordings that stopped for want of room, at a limit or of a failure")
                .register(registry);
        FunctionCounter.builder(
                        "lyceum.recording.workers.died",
                        recorder,
                        each -> each.statistics().workersDied())
                .description("processes that made films and died; others go on with them")
                .register(registry);
        FunctionCounter.builder(
                        "lyceum.recording.failed",
                        recorder,
                        each -> each.statistics().filmsFailed())
                .description("recordings of which no film could be made")
                .register(registry);
        Gauge.builder("lyceum.recording.uploading", recorder, each -> each.statistics().uploading())
                .description("films that are made but not in the store yet")
                .register(registry);
        FunctionCounter.builder(
                        "lyceum.recording.uploads.failed",
                        recorder,
                        each -> each.statistics().uploadsFailed())
                .description("tries to bring a film to the store, or to delete one, that failed")
                .register(registry);
    }
}
