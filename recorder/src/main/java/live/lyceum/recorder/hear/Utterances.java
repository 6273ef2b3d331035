package live.lyceum.recorder.hear;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import live.lyceum.recorder.transcribe.Heard;

/// Cuts what a microphone takes into utterances. Owned by its ear.
///
/// An utterance begins with 60 ms of speech within 80, and with the 300 ms before it, in which
/// nothing is said that counts; it ends 700 ms after the last speech. One that takes 20 s ends in
/// the next pause of 200 ms, one that takes 30 s ends there, and the next begins at once. None
/// overlaps the one before.
final class Utterances {
    private static final int FRAME = VoiceActivity.FRAME;
    private static final long FRAME_US = VoiceActivity.FRAME_MS * 1_000L;

    private static final int ONSET = frames(80);
    private static final int ONSET_SPEECH = frames(60);
    private static final int PRE_ROLL = frames(300);

    /// Samples of the time before speech is heard that may belong to an utterance.
    static final int BEFORE = (PRE_ROLL + ONSET) * FRAME;

    private static final int HANGOVER = frames(700);
    private static final int LONG = frames(20_000);
    private static final int PAUSE = frames(200);
    private static final int LONGEST = frames(30_000);

    private static final double NOT_TOLD = Double.NEGATIVE_INFINITY;

    /// So much audio is told at once.
    private static final int TOLD = 5 * FRAME;

    private final Consumer<Heard> to;
    private final VoiceActivity activity = new VoiceActivity();

    /// What came before, while nothing is said.
    private final Deque<short[]> before = new ArrayDeque<>();

    private short[] frame = new short[FRAME];
    private int filled;
    private long frameUs;
    private boolean real = true;
    private double toldDb = NOT_TOLD;

    private int onset;
    private boolean speaking;
    private int length;
    private int quiet;
    private short[] audio = new short[TOLD];
    private int audioFilled;
    private long audioUs;
    private long endedUs = Long.MIN_VALUE;

    Utterances(Consumer<Heard> to) {
        this.to = to;
    }

    private static int frames(int ms) {
        return ms / VoiceActivity.FRAME_MS;
    }

    static long us(int samples) {
        return samples * 1_000_000L / SpeechDecoder.RATE_HZ;
    }

    /// Takes what follows what was taken before.
    ///
    /// @param samples of which there are `count`; lent
    /// @param atUs when the first of them was said
    /// @param sent whether it was; else it was made up for what did not come
    void sound(short[] samples, int count, long atUs, boolean sent) {
        take(samples, count, atUs, sent, NOT_TOLD);
    }

    /// Takes so much that nobody looked at: it is no louder than this, in dB of full scale.
    void unheard(int count, long atUs, double db) {
        take(new short[count], count, atUs, true, db);
    }

    private void take(short[] samples, int count, long atUs, boolean sent, double db) {
        for (int from = 0; from < count; ) {
            if (filled == 0) {
                frameUs = atUs + us(from);
            }
            int some = Math.min(count - from, FRAME - filled);
            System.arraycopy(samples, from, frame, filled, some);
            filled += some;
            from += some;
            real &= sent;
            toldDb = Math.max(toldDb, db);
            if (filled == FRAME) {
                next(frame, frameUs);
                frame = new short[FRAME];
                filled = 0;
                real = true;
                toldDb = NOT_TOLD;
            }
        }
    }

    /// Takes so much silence that was not sent.
    void silence(int count, long atUs) {
        sound(new short[count], count, atUs, false);
    }

    private void next(short[] samples, long atUs) {
        if (toldDb == NOT_TOLD) {
            activity.hear(samples, real);
        } else {
            activity.told(toldDb);
        }
        if (speaking) {
            goOn(samples);
            return;
        }
        before.add(samples);
        if (before.size() > PRE_ROLL + ONSET) {
            before.remove();
        }
        onset = ((onset << 1) | (activity.begins() ? 1 : 0)) & ((1 << ONSET) - 1);
        if (Integer.bitCount(onset) >= ONSET_SPEECH) {
            long untilUs = atUs + FRAME_US;
            int heard = Integer.SIZE - Integer.numberOfLeadingZeros(onset);
            begin(untilUs - before.size() * FRAME_US, untilUs - heard * FRAME_US);
            before.forEach(this::add);
            before.clear();
            tell();
        }
    }

    private void begin(long atUs, long saidUs) {
        speaking = true;
        length = 0;
        quiet = 0;
        audioUs = Math.max(atUs, endedUs);
        to.accept(new Heard.Began(audioUs, Math.max(saidUs, audioUs)));
    }

    private void goOn(short[] samples) {
        add(samples);
        quiet = activity.goesOn() ? 0 : quiet + 1;
        if (quiet >= HANGOVER || (length >= LONG && quiet >= PAUSE)) {
            stop();
        } else if (length >= LONGEST) {
            stop();
            begin(endedUs, endedUs);
        }
    }

    private void add(short[] samples) {
        length++;
        if (audioFilled + samples.length > audio.length) {
            tell();
        }
        System.arraycopy(samples, 0, audio, audioFilled, samples.length);
        audioFilled += samples.length;
        if (audioFilled == audio.length) {
            tell();
        }
    }

    private void tell() {
        if (audioFilled > 0) {
            to.accept(new Heard.Audio(audioUs, Arrays.copyOf(audio, audioFilled)));
            audioUs += us(audioFilled);
            audioFilled = 0;
        }
    }

    private void stop() {
        tell();
        speaking = false;
        onset = 0;
        endedUs = audioUs;
        to.accept(new Heard.Ended(endedUs));
    }

    /// What comes next does not follow what was taken: an utterance ends.
    void interrupt() {
        if (speaking) {
            stop();
        }
        before.clear();
        onset = 0;
        filled = 0;
        real = true;
        toldDb = NOT_TOLD;
    }

    /// Whether speech may begin with what was taken last.
    boolean loud() {
        return activity.begins();
    }

    /// Whether an utterance goes on.
    boolean speaking() {
        return speaking;
    }
}
