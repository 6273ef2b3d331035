package live.lyceum.signaling.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is looked for in transcripts: lines that have all of these words. The last one may go on,
/// for somebody may be writing it.
///
/// @param words folded as those of [SpokenWord], at least one
public record TranscriptQuery(List<String> words) {
    static final int MAX_CHARACTERS = 200;
    static final int MAX_WORDS = 16;

    public TranscriptQuery {
        words = List.copyOf(words);
    }

    /// The words of what somebody wrote; nothing in it has another meaning.
    public static TranscriptQuery parse(@Nullable String written) throws ProblemException {
        int characters = written == null ? 0 : written.codePointCount(0, written.length());
        if (written == null || characters < 1 || characters > MAX_CHARACTERS) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST,
                    "q is what to look for, 1 to %d characters".formatted(MAX_CHARACTERS));
        }
        List<String> words = SpokenWord.all(written).stream().map(SpokenWord::folded).toList();
        if (words.isEmpty() || words.size() > MAX_WORDS) {
            throw new ProblemException(
                    Problem.Code.BAD_REQUEST, "q has 1 to %d words".formatted(MAX_WORDS));
        }
        return new TranscriptQuery(words);
    }

    /// The word that may go on.
    public String last() {
        return words.getLast();
    }

    /// Whether this is one of the words that are looked for.
    public boolean has(SpokenWord word) {
        return words.contains(word.folded()) || word.folded().startsWith(last());
    }

    /// Leaves out what somebody looks for.
    @Override
    public String toString() {
        return "TranscriptQuery[%d]".formatted(words.size());
    }
}
