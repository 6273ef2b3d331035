package live.lyceum.app;

import io.micrometer.core.instrument.MeterRegistry;
import live.lyceum.recorder.io.FileRecorder;

/// What the recorder counts, as metrics.
final class RecorderMetrics {
    private RecorderMetrics() {}

    static void bind(FileRecorder recorder, MeterRegistry registry) {
        var readings = new Readings<>(recorder, registry);
        readings.now(
                "lyceum.recordings",
                "rooms that are recorded",
                each -> each.statistics().recordings());
        readings.now(
                "lyceum.recording.workers",
                "processes that make films",
                each -> each.statistics().workers());
        readings.now(
                "lyceum.recording.waiting",
                "journal entries that wait to be written",
                each -> each.statistics().waiting());
        readings.since(
                "lyceum.recording.missed",
                "journal entries that were not taken: too much waited",
                each -> each.statistics().refused());
        readings.since(
                "lyceum.recording.broken",
                "recordings that stopped for want of room, at a limit or of a failure",
                each -> each.statistics().broken());
        readings.since(
                "lyceum.recording.workers.died",
                "processes that made films and died; others go on with them",
                each -> each.statistics().workersDied());
        readings.since(
                "lyceum.recording.failed",
                "recordings of which no film could be made",
                each -> each.statistics().filmsFailed());
        readings.now(
                "lyceum.recording.uploading",
                "films that are made but not in the store yet",
                each -> each.statistics().uploading());
        readings.since(
                "lyceum.recording.uploads.failed",
                "tries to bring a film to the store, or to delete one, that failed",
                each -> each.statistics().uploadsFailed());
    }
}
