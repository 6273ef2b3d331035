package live.lyceum.media.session;

import java.util.List;
import java.util.function.Predicate;
import live.lyceum.media.wire.codec.Codec;

/// Which codec the senders of a room are asked for: the first of the preferred ones that everybody
/// takes, else VP8. Back to VP8 it goes at once, as somebody sees nothing until then; to a better
/// one only after a while, so that nobody can make all others negotiate again and again. Owned by
/// its room.
final class RoomCodec {
    /// How long everybody has to take a better codec before it is asked for.
    static final long PATIENCE_NS = 10_000_000_000L;

    private final List<Codec> preferred;
    private Codec current = Codec.VP8;
    private Codec better = Codec.VP8;
    private long changeNs = Deadlines.NEVER;

    /// @param preferred best first, without VP8
    RoomCodec(List<Codec> preferred) {
        this.preferred = List.copyOf(preferred);
    }

    Codec current() {
        return current;
    }

    /// Looks at who is there now.
    ///
    /// @param everybodyTakes of a codec, whether all clients of the room take it
    /// @param undisturbed nobody would have to negotiate anew
    /// @return whether the codec changed
    boolean review(Predicate<Codec> everybodyTakes, boolean undisturbed, long nowNs) {
        Codec wanted = first(everybodyTakes);
        if (wanted == current) {
            changeNs = Deadlines.NEVER;
            return false;
        }
        boolean mustGo = current != Codec.VP8 && !everybodyTakes.test(current);
        if (!mustGo && !undisturbed) {
            if (changeNs == Deadlines.NEVER || wanted != better) {
                better = wanted;
                changeNs = nowNs + PATIENCE_NS;
            }
            if (!Deadlines.due(changeNs, nowNs)) {
                return false;
            }
        }
        current = wanted;
        changeNs = Deadlines.NEVER;
        return true;
    }

    /// When to look again without cause; [Deadlines#NEVER] for never.
    long nextDeadlineNs() {
        return changeNs;
    }

    private Codec first(Predicate<Codec> everybodyTakes) {
        for (Codec codec : preferred) {
            if (everybodyTakes.test(codec)) {
                return codec;
            }
        }
        return Codec.VP8;
    }
}
