package live.lyceum.recorder.transcribe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Virtual time for transcriptions and what they hear and are told: whatever is due first happens
/// first.
final class Timeline {
    private record Due(long atUs, long order, Runnable what) {}

    /// More calls than any one needs in one instant.
    private static final int SPIN = 10_000;

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::atUs).thenComparingLong(Due::order));
    private final List<SpeakerTranscription> machines = new ArrayList<>();

    private long nowUs;
    private long order;

    void add(SpeakerTranscription machine) {
        machines.add(machine);
    }

    void at(long atUs, Runnable what) {
        due.add(new Due(Math.max(atUs, nowUs), order++, what));
    }

    long nowUs() {
        return nowUs;
    }

    void run(long untilUs) {
        int spin = 0;
        while (true) {
            SpeakerTranscription first = first();
            long machineUs = first == null ? Long.MAX_VALUE : first.nextDeadlineUs();
            Due event = due.peek();
            long eventUs = event == null ? Long.MAX_VALUE : event.atUs();
            long atUs = Math.max(nowUs, Math.min(machineUs, eventUs));
            if (Math.min(machineUs, eventUs) > untilUs) {
                nowUs = untilUs;
                return;
            }
            spin = atUs == nowUs ? spin + 1 : 0;
            if (spin > SPIN) {
                throw new AssertionError("a deadline at %d is never done with".formatted(atUs));
            }
            nowUs = atUs;
            if (first != null && machineUs <= eventUs) {
                first.onDeadline(nowUs);
            } else {
                due.remove().what().run();
            }
        }
    }

    private @Nullable SpeakerTranscription first() {
        return machines.stream()
                .min(Comparator.comparingLong(SpeakerTranscription::nextDeadlineUs))
                .orElse(null);
    }
}
