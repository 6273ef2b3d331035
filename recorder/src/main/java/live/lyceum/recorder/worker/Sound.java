package live.lyceum.recorder.worker;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import live.lyceum.media.api.Source;
import live.lyceum.recorder.film.FilmPacket;
import live.lyceum.recorder.film.Mixer;
import live.lyceum.recorder.film.SoundLine;
import live.lyceum.recorder.journal.Track;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.mux.ConcentusVoice;
import live.lyceum.recorder.mux.Encoder;

/// The film's sound: all that is heard, mixed and encoded. Owned by its thread.
final class Sound implements AutoCloseable {
    /// How long a late packet or one that says what was lost before it is waited for.
    private static final long WAIT_SAMPLES = 200 * 48L;

    /// What an encoder needs to forget that it began in the middle.
    private static final int WARM_UP = 4;

    private final Map<Integer, SoundLine> lines = new TreeMap<>();
    private final Encoder encoder = Encoder.opus();
    private final float[] block = new float[2 * Mixer.BLOCK];
    private final Mixer mixer;
    private final long firstPacket;
    private final Composer.Output output;
    private long damaged;

    /// @param startMs from where on packets are wanted, a multiple of 20
    Sound(long startMs, Composer.Output output) throws IOException {
        this.output = output;
        long blocks = startMs / 20;
        // The packet that straddles the start is the segment's before.
        firstPacket = startMs == 0 ? Long.MIN_VALUE : startMs * 48;
        mixer = new Mixer(Math.max(0, blocks + 1 - WARM_UP) * Mixer.BLOCK);
    }

    void began(int track, Track of) {
        int channels = of.source() == Source.SCREEN_AUDIO ? 2 : 1;
        lines.put(track, new SoundLine(new ConcentusVoice(channels), mixer, channels));
    }

    void packet(LessonEvent.Frame frame) {
        SoundLine line = lines.get(frame.track());
        if (line != null) {
            line.packet(frame.atUs(), frame.gap(), frame.data());
        }
    }

    /// Nothing more is heard of it until it goes on.
    void silent(int track) {
        SoundLine line = lines.get(track);
        if (line != null) {
            line.end();
        }
    }

    void ended(int track) {
        SoundLine line = lines.remove(track);
        if (line != null) {
            damaged += line.damaged();
        }
    }

    /// Encodes what was heard until a moment; what is of less than 200 ms before it waits.
    void until(long us) throws IOException {
        encode(us * 48 / 1_000 - WAIT_SAMPLES);
    }

    private void encode(long untilSample) throws IOException {
        while (mixer.taken() + Mixer.BLOCK <= untilSample) {
            long at = mixer.taken();
            for (SoundLine each : lines.values()) {
                each.until(at + Mixer.BLOCK);
            }
            mixer.take(block);
            encoder.sound(block, at, this::packet);
        }
    }

    private void packet(long pts, boolean key, byte[] data) throws IOException {
        if (pts >= firstPacket) {
            output.packet(new FilmPacket(FilmPacket.Kind.SOUND, true, pts, data));
        }
    }

    /// Up to where sound was encoded, in milliseconds.
    long encodedMs() {
        return Math.floorDiv(mixer.taken() - encoder.padding(), 48);
    }

    /// Encodes all until the film's end.
    void end(long endMs) throws IOException {
        encode(endMs * 48 + Mixer.BLOCK);
    }

    /// How many packets could not be decoded.
    long damaged() {
        return damaged + lines.values().stream().mapToLong(SoundLine::damaged).sum();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
