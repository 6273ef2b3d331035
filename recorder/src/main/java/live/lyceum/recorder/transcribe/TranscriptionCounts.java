package live.lyceum.recorder.transcribe;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// How often what happened with a speaker's transcription. Written by its owner, read by any
/// thread.
public final class TranscriptionCounts {
    /// What is counted.
    public enum Of {
        /// Connections that were opened.
        OPENED,
        /// Connections that ended otherwise than by us.
        LOST,
        /// Those of them that were there and said nothing.
        STALLED,
        /// Utterances that became text.
        RESULTS,
        /// Utterances without words.
        WORDLESS,
        /// Utterances that were given up.
        GIVEN_UP,
        /// Results that came twice.
        DOUBLES,
        /// What came of a connection when nothing was awaited there.
        LATE
    }

    private final Map<Of, AtomicLong> counts = new EnumMap<>(Of.class);

    TranscriptionCounts() {
        for (Of what : Of.values()) {
            counts.put(what, new AtomicLong());
        }
    }

    void count(Of what) {
        of(what).incrementAndGet();
    }

    public long get(Of what) {
        return of(what).get();
    }

    private AtomicLong of(Of what) {
        return Objects.requireNonNull(counts.get(what));
    }
}
