package live.lyceum.recorder.transcribe;

import java.util.Comparator;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import org.jspecify.annotations.Nullable;

/// Makes the lines of a room of what its speakers' transcriptions tell. Owned by its caller's
/// thread.
public final class TranscriptAssembler {
    /// The order in which lines are read: as they began to be said.
    public static final Comparator<TranscriptLine> ORDER =
            Comparator.comparingLong(TranscriptLine::startMs).thenComparing(TranscriptLine::id);

    /// Told what comes of it, within a call of a speaker's.
    public interface Output {
        void partial(TranscriptLine line);

        void line(TranscriptLine line);

        /// Nothing came of what somebody said then.
        void gap(ParticipantId who, long fromMs, long toMs);
    }

    public TranscriptAssembler(Output output) {}

    /// What a speaker's transcription is to tell.
    public SpeakerTranscription.Output of(ParticipantId who) {
        return new SpeakerTranscription.Output() {
            @Override
            public void interim(long utterance, long startUs, long endUs, String text) {}

            @Override
            public void result(
                    long utterance,
                    long startUs,
                    long endUs,
                    String text,
                    @Nullable String language) {}

            @Override
            public void missed(long fromUs, long toUs) {}

            @Override
            public void state(boolean interrupted) {}

            @Override
            public void refused() {}
        };
    }
}
