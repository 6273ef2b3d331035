package live.lyceum.recorder.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;

/// What a process that ended may have said in part only: of an utterance there are several
/// versions, each with more of it, and those of somebody come one after another. So it is the last
/// line of each speaker that may have had a better version, which is known to nobody.
final class CutShort {
    private CutShort() {}

    /// The times of such lines.
    ///
    /// @param lines that are known, of all processes
    /// @param endsMs when processes had ended, in epoch milliseconds; nothing was said between the
    ///   end of one and the time that stands for it here
    static List<SpeechLedger.Missed> of(List<TranscriptLine> lines, List<Long> endsMs) {
        var missed = new ArrayList<SpeechLedger.Missed>();
        for (long endMs : endsMs) {
            Map<ParticipantId, TranscriptLine> last = new HashMap<>();
            lines.stream()
                    .filter(each -> each.startMs() < endMs)
                    .forEach(each -> last.merge(each.who(), each, CutShort::later));
            last.values().stream()
                    .map(each -> new SpeechLedger.Missed(each.who(), each.startMs(), each.endMs()))
                    .forEach(missed::add);
        }
        return missed;
    }

    private static TranscriptLine later(TranscriptLine one, TranscriptLine other) {
        return other.startMs() > one.startMs() ? other : one;
    }
}
