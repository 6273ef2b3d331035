package live.lyceum.recorder.film;

import java.util.Arrays;

/// Puts one stream's sound where it belongs on the film's clock, whatever the sender's clock does:
/// a drift is taken up by stretching packets by at most 0.5 %, a short gap is concealed, a long one
/// is silence, and after it the sound goes on at its time. Places are samples at 48 kHz. Owned by
/// its thread.
public final class SoundLine {
    /// What an encoder of Opus looks ahead: the first samples that come out were never put in (RFC
    /// 7845 section 4.2, and what encoders of browsers use).
    static final int PRE_SKIP = 312;

    private static final int MAX_PACKET = 5_760;
    private static final int STEP = 120;

    /// What is concealed at most before it is silent: 60 ms, fading out.
    private static final int CONCEALED = 2_880;

    /// More than this is no drift: 120 ms forth, 40 ms back.
    private static final int JUMP = 5_760;

    private static final int BACK = 1_920;
    private static final int FADE = 240;

    /// Off by less than 1 ms is left alone.
    private static final float QUIET = 48;

    private static final float SMOOTH = 1 / 16f;

    private final OpusVoice voice;
    private final Mixer mixer;
    private final int channels;
    private final short[] decoded;
    private final float[] pcm;

    /// Where the next sample goes, while `going`.
    private long next;

    private boolean going;
    private boolean fadeIn;
    private int concealed;
    private float offBy;
    private long damaged;

    public SoundLine(OpusVoice voice, Mixer mixer, int channels) {
        this.voice = voice;
        this.mixer = mixer;
        this.channels = channels;
        decoded = new short[channels * MAX_PACKET];
        pcm = new float[channels * (MAX_PACKET + MAX_PACKET / 100)];
    }

    /// How many packets could not be decoded.
    public long damaged() {
        return damaged;
    }

    /// A packet whose sound began at `atUs`.
    ///
    /// @param gap whether one before it was lost
    public void packet(long atUs, boolean gap, byte[] packet) {
        int samples = voice.samples(packet);
        if (samples <= 0 || samples > MAX_PACKET) {
            damaged++;
            return;
        }
        long place = atUs * 48 / 1_000 - PRE_SKIP;
        long off = place - next;
        if (!going || off > JUMP || off < -BACK - samples) {
            begin(place);
        } else if (off < -BACK) {
            return;
        } else if (off >= samples * 3 / 4 || (gap && off >= 2 * STEP)) {
            bridge((int) off, samples, packet);
            offBy = place - next;
        }
        int got = voice.decode(packet, decoded);
        if (got <= 0) {
            damaged++;
            return;
        }
        concealed = 0;
        offBy += (place - next - offBy) * SMOOTH;
        int stretch = 0;
        if (Math.abs(offBy) > QUIET) {
            int most = Math.max(1, got / 200);
            stretch = Math.clamp(Math.round(offBy / 8), -most, most);
            offBy -= stretch;
        }
        put(got, got + stretch, 1, 1);
    }

    private void begin(long place) {
        next = place;
        going = true;
        fadeIn = true;
        offBy = 0;
    }

    /// Fills what is missing before a packet: by what the packet says of it, and by concealment
    /// before that.
    private void bridge(int missing, int samples, byte[] packet) {
        int left = missing / STEP * STEP;
        while (left > samples) {
            int step = Math.min(MAX_PACKET / 6, left - samples);
            conceal(step);
            left -= step;
        }
        if (left > 0) {
            int got = left == samples ? voice.recover(packet, left, decoded) : 0;
            if (got == left) {
                put(got, got, 1, 1);
            } else {
                while (left > 0) {
                    int step = Math.min(MAX_PACKET / 6, left);
                    conceal(step);
                    left -= step;
                }
            }
        }
    }

    /// All before `end` is about to be heard: what has not come by now is concealed, fades out, and
    /// is silent from then on.
    public void until(long end) {
        while (going && next < end) {
            if (concealed >= CONCEALED) {
                going = false;
                concealed = 0;
                return;
            }
            conceal(2 * STEP);
        }
    }

    private void conceal(int samples) {
        int got = voice.conceal(samples, decoded);
        if (got <= 0) {
            Arrays.fill(decoded, 0, samples * channels, (short) 0);
            got = samples;
        }
        float from = Math.max(0, 1 - (float) concealed / CONCEALED);
        concealed += got;
        float to = Math.max(0, 1 - (float) concealed / CONCEALED);
        put(got, got, from, to);
    }

    /// Mixes in what was decoded, `got` samples made `wanted`, between two gains.
    private void put(int got, int wanted, float from, float to) {
        for (int i = 0; i < wanted; i++) {
            float at = wanted == got ? i : (float) i * (got - 1) / (wanted - 1);
            int left = (int) at;
            float part = at - left;
            int right = Math.min(left + 1, got - 1);
            float gain = (from + (to - from) * i / wanted) / 32_768f;
            if (fadeIn && i < FADE) {
                gain *= (float) i / FADE;
            }
            for (int c = 0; c < channels; c++) {
                float one = decoded[left * channels + c];
                float other = decoded[right * channels + c];
                pcm[i * channels + c] = (one + (other - one) * part) * gain;
            }
        }
        fadeIn = false;
        mixer.add(next, pcm, wanted, channels);
        next += wanted;
    }

    /// Nothing comes any more.
    public void end() {
        going = false;
    }
}
