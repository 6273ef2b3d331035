package live.lyceum.recorder.testkit;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// How a [GeminiService] behaves, until it is told otherwise. Safe to use from any thread.
public final class GeminiScript {
    /// What may be odd about a service that works.
    public enum Trait {
        /// A result has other words around those of its interims.
        REWORDED,
        /// Durations have fractions: "49.5s".
        FRACTIONAL,
        /// Messages come as bytes.
        BINARY,
        /// Messages come in pieces.
        FRAGMENTED,
        /// A result comes [GeminiScript#lateMs] after its utterance.
        LATE,
        /// A result comes twice.
        DOUBLED,
        /// No results come.
        MUTE,
        /// It does not look at the audio, and says the same of each utterance: for measurements of
        /// others.
        CANNED
    }

    /// What happens once, to all connections that are there.
    public enum Fault {
        /// It says that it will close them.
        GO_AWAY,
        /// It closes them as one does after that.
        CLOSE_1000,
        /// What was sent makes no sense to it.
        CLOSE_1007,
        /// They are not allowed.
        CLOSE_1008,
        /// It failed.
        CLOSE_1011,
        /// It says by the same code that a quota is used up.
        QUOTA,
        /// They end without a word.
        DROP,
        /// It reads on and says nothing more.
        STALL,
        /// It does not even read any more.
        FREEZE,
        /// It says what is not its protocol.
        NONSENSE,
        /// It says more than anybody wants to hear.
        FLOOD
    }

    private final Set<Trait> traits = Collections.synchronizedSet(EnumSet.noneOf(Trait.class));
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int status = 503;
    private volatile long lateMs = 3_000;

    /// Behaves so from here on, or not any more.
    public void set(Trait trait, boolean on) {
        if (on) {
            traits.add(trait);
        } else {
            traits.remove(trait);
        }
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /// How late the results of [Trait#LATE] are.
    public void lateMs(long ms) {
        lateMs = ms;
    }

    long lateMs() {
        return lateMs;
    }

    /// Answers the next handshakes with an HTTP status.
    public void refuse(int httpStatus, int times) {
        status = httpStatus;
        refusals.set(times);
    }

    /// The status that a handshake is refused with; 0 if it is not.
    int refusal() {
        return refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? status : 0;
    }
}
