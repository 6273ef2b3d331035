package live.lyceum.recorder.hear;

import java.util.Arrays;

/// Tells speech from noise by how loud it is, in frames of 20 ms. What is there all the time is
/// noise: the quietest 60 ms of the last 4 s, since even who speaks without a pause is silent
/// between words. Owned by its ear; see ADR 24.
final class VoiceActivity {
    static final int FRAME_MS = 20;

    /// Samples of a frame.
    static final int FRAME = SpeechDecoder.RATE_HZ * FRAME_MS / 1_000;

    /// Hum and rumble are below 130 Hz, and speech is not.
    private static final double HIGH_PASS = 0.95;

    private static final double SILENCE_DB = -90;

    /// As long as too little was heard to know the noise, it is at most so loud.
    private static final double UNKNOWN_DB = -60;

    /// Whoever shouts all the time is not noise.
    private static final double MAX_NOISE_DB = -35;

    /// What is quieter is no speech, however quiet it is else.
    private static final double MIN_BEGIN_DB = -52;

    private static final double MIN_GO_ON_DB = -56;

    /// How much louder than noise speech is.
    private static final double BEGIN_DB = 9;

    private static final double GO_ON_DB = 6;

    private static final int SPAN_FRAMES = 10;
    private static final int SPANS = 20;
    private static final int KNOWN_SPANS = 5;
    private static final int SMOOTHED = 3;

    private final double[] spans = new double[SPANS];
    private final double[] recent = new double[SMOOTHED];
    private int frames;
    private int spansHeard;
    private double quietest = 0;
    private double levelDb = SILENCE_DB;
    private double lastIn;
    private double lastOut;

    VoiceActivity() {
        Arrays.fill(spans, 0);
        Arrays.fill(recent, 1);
    }

    /// Takes the next frame.
    ///
    /// @param real whether it was sent, so that noise can be learned of it; else it was made up
    void hear(short[] frame, boolean real) {
        double energy = 0;
        for (short each : frame) {
            double in = each / (double) Short.MAX_VALUE;
            lastOut = in - lastIn + HIGH_PASS * lastOut;
            lastIn = in;
            energy += lastOut * lastOut;
        }
        double power = energy / frame.length;
        levelDb = db(power);
        if (real) {
            learn(power);
        }
    }

    /// Takes the next frame's word for how loud it is, in dB of full scale.
    void told(double db) {
        levelDb = Math.max(SILENCE_DB, db);
        learn(Math.pow(10, levelDb / 10));
    }

    private static double db(double power) {
        return Math.max(SILENCE_DB, 10 * Math.log10(power + 1e-12));
    }

    private void learn(double power) {
        recent[frames % SMOOTHED] = power;
        double sum = 0;
        for (double each : recent) {
            sum += each;
        }
        quietest = Math.min(quietest, db(sum / SMOOTHED));
        frames++;
        if (frames % SPAN_FRAMES == 0) {
            spans[spansHeard % SPANS] = quietest;
            spansHeard++;
            quietest = 0;
        }
    }

    /// How loud the noise is, in dB of full scale.
    double noiseDb() {
        double noise = quietest;
        for (int i = 0; i < Math.min(spansHeard, SPANS); i++) {
            noise = Math.min(noise, spans[i]);
        }
        return Math.min(noise, spansHeard < KNOWN_SPANS ? UNKNOWN_DB : MAX_NOISE_DB);
    }

    /// Whether speech may begin with the last frame.
    boolean begins() {
        return levelDb > Math.max(MIN_BEGIN_DB, noiseDb() + BEGIN_DB);
    }

    /// Whether speech may go on in the last frame.
    boolean goesOn() {
        return levelDb > Math.max(MIN_GO_ON_DB, noiseDb() + GO_ON_DB);
    }
}
