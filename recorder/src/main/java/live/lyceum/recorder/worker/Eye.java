package live.lyceum.recorder.worker;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.recorder.lesson.LessonEvent;
import live.lyceum.recorder.mux.NativeException;
import live.lyceum.recorder.mux.VideoDecoder;
import org.jspecify.annotations.Nullable;

/// Looks at one stream of video. What is needed later only is held, from the last key frame on, and
/// decoded when it is needed. Owned by its thread.
final class Eye implements AutoCloseable {
    /// What is held at most; then it is decoded after all.
    private static final long MAX_HELD = 8L * 1024 * 1024;

    private final String codec;
    private final int track;
    private final Suspects suspects;
    private final List<LessonEvent.Frame> held = new ArrayList<>();
    private long heldBytes;
    private boolean needsKey = true;
    private boolean unknown;
    private @Nullable VideoDecoder decoder;
    private long damaged;
    private long changes;

    /// @param codec as SDP names it
    /// @param track its number
    Eye(String codec, int track, Suspects suspects) {
        this.codec = codec;
        this.track = track;
        this.suspects = suspects;
        unknown = suspects.blind(track);
    }

    /// Whether this frame can be decoded, by what is said of it; what cannot is not looked at until
    /// the next key frame.
    private boolean usable(LessonEvent.Frame frame) {
        if (frame.gap()) {
            needsKey = true;
        }
        if (frame.key()) {
            needsKey = false;
        }
        return !needsKey && !unknown && frame.data().length > 0;
    }

    /// Takes a frame whose picture is not needed yet; whether there may be one when it is.
    boolean hold(LessonEvent.Frame frame) {
        if (!usable(frame)) {
            return !held.isEmpty();
        }
        if (frame.key()) {
            held.clear();
            heldBytes = 0;
        }
        held.add(frame);
        heldBytes += frame.data().length;
        if (heldBytes > MAX_HELD) {
            look();
        }
        return true;
    }

    /// Decodes what was held; whether there is a new picture.
    boolean look() {
        boolean more = false;
        for (LessonEvent.Frame each : held) {
            more |= decode(each);
        }
        held.clear();
        heldBytes = 0;
        return more;
    }

    /// Decodes a frame; whether there is a new picture.
    boolean see(LessonEvent.Frame frame) {
        return usable(frame) && decode(frame);
    }

    /// What follows is not needed: looking begins again with a key frame.
    void lookAway() {
        held.clear();
        heldBytes = 0;
        needsKey = true;
    }

    private boolean decode(LessonEvent.Frame frame) {
        try {
            VideoDecoder by = decoder;
            if (by == null) {
                by = new VideoDecoder(codec);
                decoder = by;
            }
            suspects.decoding(track, frame.atUs());
            if (by.decode(frame.data(), frame.atUs(), frame.key())) {
                changes++;
                return true;
            }
        } catch (NativeException failed) {
            unknown = decoder == null;
        } finally {
            suspects.decoded();
        }
        damaged++;
        return false;
    }

    /// The decoder with the newest picture; null if there is none.
    @Nullable VideoDecoder picture() {
        VideoDecoder by = decoder;
        return by != null && by.hasPicture() ? by : null;
    }

    /// How many pictures there were.
    long changes() {
        return changes;
    }

    /// How many frames made no picture.
    long damaged() {
        return damaged;
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
