package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.List;

/// Something said that has no result yet, with all of its audio, so that it can be sent again.
/// Owned by its [SpeakerTranscription].
final class Utterance {
    /// Versions that are told before all of it is known; there is one more at most.
    static final int EARLY_VERSIONS = 3;

    /// A longer text is told when all of it is known: it becomes several lines, and a version that
    /// is shorter could not take them back.
    private static final int EARLY_TEXT = TranscriptAssembler.MAX_TEXT;

    private static final long US = 1_000_000;

    private final long number;
    private final long startUs;
    private final long saidUs;
    private final List<short[]> audio = new ArrayList<>();

    private long samples;
    private long loudness;
    private long endUs;
    private boolean ended;
    private boolean settled;
    private int failures;
    private String told = "";
    private int versions;

    /// @param startUs when its audio begins
    /// @param saidUs when speech is heard in it first
    Utterance(long number, long startUs, long saidUs) {
        this.number = number;
        this.startUs = startUs;
        this.saidUs = saidUs;
        endUs = startUs;
    }

    /// Adds what follows; keeps the array.
    void add(short[] more) {
        audio.add(more);
        samples += more.length;
        loudness += loudness(more);
        endUs = startUs + durationUs(samples);
    }

    void end(long atUs) {
        ended = true;
        endUs = Math.max(startUs, atUs);
    }

    /// Whether these samples are much quieter than what was said so far: between two words.
    boolean quieter(short[] more) {
        return loudness(more) * 8 * samples <= loudness * more.length;
    }

    /// It has a result, or was given up: nothing more comes of it.
    void settle() {
        settled = true;
        audio.clear();
    }

    /// It was sent and nothing came back.
    ///
    /// @return what all that counts so far
    int failed(int weight) {
        failures += weight;
        return failures;
    }

    /// Whether a text that is not all yet is worth telling: it goes on with what was told, and not
    /// too often.
    boolean tellsMore(String text) {
        return versions < EARLY_VERSIONS
                && text.length() <= EARLY_TEXT
                && text.length() > told.length()
                && text.startsWith(told);
    }

    /// Whether this was told last.
    boolean told(String text) {
        return versions > 0 && told.equals(text);
    }

    /// Whether some of it was told.
    boolean told() {
        return versions > 0;
    }

    /// This is told of it now.
    ///
    /// @return how many versions there were before
    int tell(String text) {
        told = text;
        return versions++;
    }

    long number() {
        return number;
    }

    long startUs() {
        return startUs;
    }

    /// From when on it is a line.
    long saidUs() {
        return saidUs;
    }

    /// As far as it was heard.
    long endUs() {
        return endUs;
    }

    long samples() {
        return samples;
    }

    List<short[]> audio() {
        return audio;
    }

    boolean ended() {
        return ended;
    }

    boolean settled() {
        return settled;
    }

    static long durationUs(long samples) {
        return samples * US / SpeechRecognizer.SAMPLE_RATE_HZ;
    }

    private static long loudness(short[] of) {
        long sum = 0;
        for (short sample : of) {
            sum += Math.abs(sample);
        }
        return sum;
    }
}
