package live.lyceum.recorder.transcribe;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import org.jspecify.annotations.Nullable;

/// Makes the lines of a room of what its speakers' transcriptions tell. Owned by its caller's
/// thread.
///
/// A line's id is when its utterance began, whose it is and which it was, so it is the same from
/// the first partial on, and no other process gives it: nobody begins twice in a millisecond. A
/// text of more than 2,000 characters becomes several lines, cut at the ends of words, each with
/// its share of the time, eight at most; of a partial only the first is told.
public final class TranscriptAssembler {
    /// The order in which lines are read: as they began to be said.
    public static final Comparator<TranscriptLine> ORDER =
            Comparator.comparingLong(TranscriptLine::startMs).thenComparing(TranscriptLine::id);

    /// Told what comes of it, within a call of a speaker's.
    public interface Output {
        /// A line that goes on; [#line] with its id follows, unless nothing comes of it.
        void partial(TranscriptLine line);

        /// A line that is final, or a better version of one: the same id, the next revision.
        void line(TranscriptLine line);

        /// Nothing came of what somebody said then.
        void gap(ParticipantId who, long fromMs, long toMs);
    }

    static final int MAX_TEXT = 2_000;
    static final int MAX_PARTS = 8;

    private final Output output;
    private final Map<ParticipantId, Integer> streams = new HashMap<>();

    public TranscriptAssembler(Output output) {
        this.output = output;
    }

    /// What a transcription of somebody's is to tell; one for each transcription.
    public SpeakerTranscription.Output of(ParticipantId who) {
        return new Voice(who, streams.merge(who, 1, Integer::sum));
    }

    private final class Voice implements SpeakerTranscription.Output {
        private final ParticipantId who;
        private final String tag;

        /// The partial that was told last.
        private long shown;

        private String shownText = "";

        Voice(ParticipantId who, int stream) {
            this.who = who;
            tag = "_" + hash(who) + "_" + Integer.toString(stream, 36) + "-";
        }

        @Override
        public void interim(long utterance, long startUs, long endUs, String text) {
            String now = text.strip();
            if (now.isEmpty()) {
                return;
            }
            if (utterance == shown && now.equals(shownText)) {
                return;
            }
            shown = utterance;
            shownText = now;
            String first = Words.first(now, MAX_TEXT);
            output.partial(of(utterance, startUs, 0).line(0, startUs, endUs, first, null));
        }

        @Override
        public void result(
                long utterance,
                int revision,
                long startUs,
                long endUs,
                String text,
                @Nullable String language) {
            List<String> parts = Words.parts(text, MAX_TEXT, MAX_PARTS);
            long all = parts.stream().mapToLong(String::length).sum();
            long before = 0;
            for (int part = 0; part < parts.size(); part++) {
                String its = parts.get(part);
                long fromUs = startUs + (endUs - startUs) * before / all;
                before += its.length();
                long toUs = startUs + (endUs - startUs) * before / all;
                output.line(
                        of(utterance, startUs, part).line(revision, fromUs, toUs, its, language));
            }
        }

        @Override
        public void missed(long fromUs, long toUs) {
            output.gap(who, ms(fromUs), Math.ceilDiv(toUs, 1_000L));
        }

        /// How it is with the service is no matter of lines.
        @Override
        public void state(boolean interrupted) {}

        @Override
        public void refused() {}

        private Id of(long utterance, long startUs, int part) {
            String id = "l_" + Long.toString(ms(startUs), 36) + tag + Long.toString(utterance, 36);
            return new Id(part == 0 ? id : id + "-" + Integer.toString(part, 36), who);
        }
    }

    private record Id(String id, ParticipantId who) {
        TranscriptLine line(
                int revision, long fromUs, long toUs, String text, @Nullable String language) {
            long fromMs = ms(fromUs);
            return new TranscriptLine(
                    id, who, fromMs, Math.max(fromMs, ms(toUs)), text, language, revision);
        }
    }

    private static long ms(long us) {
        return Math.floorDiv(us, 1_000L);
    }

    /// FNV-1a of 64 bits: short, and the same in every process.
    private static String hash(ParticipantId who) {
        long hash = 0xcbf29ce484222325L;
        for (byte one : who.value().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
        }
        return Long.toUnsignedString(hash, 36);
    }
}
