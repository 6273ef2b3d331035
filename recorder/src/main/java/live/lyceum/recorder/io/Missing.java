package live.lyceum.recorder.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.recorder.backfill.Gap;
import live.lyceum.recorder.backfill.SpokenAudio;

/// What is missing of a session's transcript. Times are epoch milliseconds.
final class Missing {
    private Missing() {}

    /// What ends of processes may have cut short.
    static List<SpeechLedger.Missed> cutShort(
            Afterwards.Job job, List<TranscriptLine> known, SpeechFolders folders, long nowMs) {
        var endsMs = new ArrayList<>(folders.resumedAtMs(job.session()));
        if (job.missed().contains(SpeechLedger.Missed.ALL)) {
            endsMs.add(nowMs);
        }
        return CutShort.of(known, endsMs);
    }

    /// What is left, with all of each line that may be of a part of it: the line is a part the next
    /// time too.
    static SpeechLedger.Missed withLines(Gap left, List<TranscriptLine> parts) {
        long fromMs = left.fromMs();
        long toMs = left.toMs();
        for (TranscriptLine each : parts) {
            if (each.who().equals(left.who())
                    && each.startMs() < left.toMs()
                    && each.endMs() > left.fromMs()) {
                fromMs = Math.min(fromMs, each.startMs());
                toMs = Math.max(toMs, each.endMs());
            }
        }
        return new SpeechLedger.Missed(left.who(), fromMs, toMs);
    }

    /// Whether a line may be of a part of what was said only: nothing came of all of it.
    static boolean isPart(TranscriptLine line, Afterwards.Job job) {
        return job.missed().stream()
                .anyMatch(each ->
                        line.who().equals(each.who())
                                && each.toMs() != SpeechLedger.END
                                && each.fromMs() <= line.startMs()
                                && each.toMs() >= line.endMs());
    }

    /// Where it was said, by whom: until now at most.
    ///
    /// @param folder with what was kept
    static List<Gap> gaps(List<SpeechLedger.Missed> missed, Path folder, long nowMs)
            throws IOException {
        if (missed.isEmpty()) {
            return List.of();
        }
        Set<ParticipantId> speakers = SpokenAudio.speakers(folder);
        var gaps = new ArrayList<Gap>();
        for (SpeechLedger.Missed each : missed) {
            long fromMs = Math.min(nowMs, each.fromMs());
            long toMs = Math.max(fromMs, Math.min(nowMs, each.toMs()));
            ParticipantId who = each.who();
            for (ParticipantId speaker : who == null ? speakers : Set.of(who)) {
                gaps.add(new Gap(speaker, fromMs, toMs));
            }
        }
        return gaps;
    }

    /// How long it took to say lines.
    static long spokenMs(List<TranscriptLine> lines) {
        return lines.stream().mapToLong(each -> each.endMs() - each.startMs()).sum();
    }
}
