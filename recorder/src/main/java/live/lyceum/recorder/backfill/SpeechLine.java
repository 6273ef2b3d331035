package live.lyceum.recorder.backfill;

import live.lyceum.recorder.hear.SpeechDecoder;

/// Puts the sound of one stream where it belongs. What is lost is concealed for a while, and silent
/// then; a clock that drifts is followed in steps of 10 ms, which no recogniser minds. Places are
/// samples on the recording's clock.
final class SpeechLine {
    /// Where sound goes, in the order of time.
    interface Output {
        /// Takes `count` samples, from `from` on, that belong at `place`; lent for the call.
        void put(long place, short[] samples, int from, int count);
    }

    static final int PER_MS = 16;

    /// What an encoder looks ahead: the first samples that come out were never put in.
    private static final int PRE_SKIP = 104;

    /// Of what is off by less, nothing is left out or filled in.
    private static final int SLACK = 10 * PER_MS;

    private static final int STEP = 20 * PER_MS;
    private static final int MAX_CONCEALED = 60 * PER_MS;

    private final SpeechDecoder decoder = new SpeechDecoder();
    private final Output output;
    private final short[] decoded = new short[SpeechDecoder.MAX_SAMPLES];
    private boolean going;
    private long next;

    SpeechLine(Output output) {
        this.output = output;
    }

    /// Where the sound of a packet begins that was made at a moment.
    static long place(long atUs) {
        return atUs * PER_MS / 1_000 - PRE_SKIP;
    }

    /// A packet whose sound began at `atUs`.
    ///
    /// @param gap whether one before it was lost
    void packet(long atUs, boolean gap, byte[] packet) {
        int samples = SpeechDecoder.samples(packet);
        if (samples == 0) {
            return;
        }
        long place = place(atUs);
        if (!going) {
            next = place;
        } else if (place - next > SLACK) {
            bridge(place, gap ? samples : 0, packet);
        }
        going = true;
        int got = decoder.decode(packet, decoded);
        int twice = next - place > SLACK ? (int) Math.min(next - place, got) : 0;
        if (twice > 0) {
            output.put(next, decoded, twice, got - twice);
            next += got - twice;
        } else {
            output.put(next, decoded, 0, got);
            next += got;
        }
    }

    /// Fills what is missing before a packet: by concealment, and by what the packet says of the
    /// one before it; between them it is silent.
    private void bridge(long place, int recoverable, byte[] packet) {
        long untilMost = Math.min(next + MAX_CONCEALED, place - recoverable);
        while (next + STEP <= untilMost) {
            int got = decoder.conceal(STEP, decoded);
            output.put(next, decoded, 0, got);
            next += STEP;
        }
        if (recoverable > 0 && place - next >= recoverable) {
            int got = decoder.recover(packet, recoverable, decoded);
            output.put(place - recoverable, decoded, 0, got);
        }
        next = place;
    }

    /// Nothing comes for a while: it is silent until it goes on.
    void silent() {
        going = false;
    }
}
