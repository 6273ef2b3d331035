package live.lyceum.recorder.transcribe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Has what one speaker says recognised, whatever becomes of the connections to the service: keeps
/// the audio of each utterance until it has a result, and sends it again over the next connection.
/// A connection is opened when something was said, replaced before the service ends it, and closed
/// after minutes of silence, for it costs money.
///
/// Owned by its caller's thread; the recogniser's listeners have to be called there too, between
/// calls or within them. They only leave a note: the caller asks [#nextDeadlineUs] after each, and
/// it is now. `nowUs` is any clock that does not go back.
public final class SpeakerTranscription {
    /// Told what comes of it, on the caller's thread, within a call. Utterances are numbered from 1
    /// on, and come about in their order. One starts where speech is heard in it first.
    public interface Output {
        /// What was recognised so far of an utterance that goes on or waits for its result.
        ///
        /// @param endUs as far as the service has heard it
        void interim(long utterance, long startUs, long endUs, String text);

        /// What an utterance was, never with blank text: told at once when it has ended and there
        /// is a result that seems to be all, and again, with all of it, for what the service adds
        /// or has otherwise. Not more than four times for each; no interim of it follows.
        ///
        /// @param revision 0 the first time, then 1 and so on
        void result(
                long utterance,
                int revision,
                long startUs,
                long endUs,
                String text,
                @Nullable String language);

        /// What was said then was given up: nothing comes of it here, or nothing more if there was
        /// a result that may not be all.
        void missed(long fromUs, long toUs);

        /// Whether something waits that cannot be brought to the service now.
        void state(boolean interrupted);

        /// The service does not want us: nothing is tried again. Told once.
        void refused();
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final long S = 1_000_000;

    /// Audio that is kept. When there is more, the oldest utterance is given up.
    private static final long MAX_KEPT = 60L * SpeechRecognizer.SAMPLE_RATE_HZ;

    /// An utterance that lasts this long is cut where it is quiet, and after `MAX_LENGTH` anywhere.
    private static final long GOOD_LENGTH = 24L * SpeechRecognizer.SAMPLE_RATE_HZ;

    private static final long MAX_LENGTH = 30L * SpeechRecognizer.SAMPLE_RATE_HZ;

    /// A service closes a connection after 10 min.
    private static final long REPLACE_US = 540 * S;

    /// How long it then waits for a silence.
    private static final long INSIST_US = 40 * S;

    /// What is left of the time that the service gives when it is left in the midst of speech.
    private static final long LEAVE_US = 3 * S;

    private static final long DRAIN_US = 5 * S;
    private static final long IDLE_US = 180 * S;
    private static final long INTERRUPTED_US = 2 * S;

    /// How long what was said last is waited for.
    private static final long FINISH_US = 60 * S;

    /// An utterance is given up after it was lost six times, or met with silence three times.
    private static final int MAX_FAILURES = 6;

    private static final int STALL_WEIGHT = 2;

    /// One that is left.
    private record Leaving(ServiceLink link, long untilUs) {
        long nextDeadlineUs(long nowUs) {
            return link.awaitsNothing() ? nowUs : Math.min(untilUs, link.nextDeadlineUs(nowUs));
        }
    }

    private final SpeechRecognizer recognizer;
    private final Supplier<SpeechRecognizer.Hints> hints;
    private final Output output;
    private final Retry retry;
    private final TranscriptionCounts counts = new TranscriptionCounts();
    private final LinkOutput linkOutput = new LinkOutput();

    /// What has no result, oldest first; what is being said is the last of it.
    private final Deque<Utterance> waiting = new ArrayDeque<>();

    private final List<Leaving> leaving = new ArrayList<>();

    private @Nullable Utterance speaking;
    private @Nullable ServiceLink current;
    private @Nullable ServiceLink next;
    private long numbers;
    private long kept;
    private long nowUs;
    private long spokenUs;
    private long withoutUs = NEVER;
    private long finishUs = NEVER;
    private boolean interrupted;
    private boolean refused;

    /// @param hints asked for each connection
    public SpeakerTranscription(
            SpeechRecognizer recognizer,
            Supplier<SpeechRecognizer.Hints> hints,
            RandomGenerator random,
            Output output) {
        this.recognizer = recognizer;
        this.hints = hints;
        this.output = output;
        retry = new Retry(random);
    }

    /// Takes what was heard; keeps its samples.
    public void heard(Heard heard, long nowUs) {
        this.nowUs = nowUs;
        if (finishUs != NEVER) {
            return;
        }
        spokenUs = nowUs;
        switch (heard) {
            case Heard.Began(long atUs, long saidUs) -> begin(atUs, saidUs);
            case Heard.Audio(long atUs, short[] samples) -> audio(atUs, samples);
            case Heard.Ended(long atUs) -> end(atUs);
        }
        step();
    }

    public void onDeadline(long nowUs) {
        this.nowUs = nowUs;
        step();
    }

    /// No more speech comes. What waits is waited for, for a minute at most.
    public void finish(long nowUs) {
        this.nowUs = nowUs;
        if (finishUs == NEVER) {
            if (speaking != null) {
                end(speaking.endUs());
            }
            finishUs = nowUs + FINISH_US;
        }
        step();
    }

    /// No more speech comes, and nothing is awaited.
    public boolean done() {
        return finishUs != NEVER && waiting.isEmpty();
    }

    /// Whether nothing was said for minutes, and nothing is left of what was: it has no connection,
    /// and nothing is lost with it.
    public boolean idle(long atUs) {
        return waiting.isEmpty()
                && current == null
                && next == null
                && leaving.isEmpty()
                && atUs - spokenUs >= IDLE_US;
    }

    public TranscriptionCounts counts() {
        return counts;
    }

    private void begin(long atUs, long saidUs) {
        if (speaking != null) {
            end(speaking.endUs());
        }
        Utterance begun = new Utterance(++numbers, atUs, saidUs);
        speaking = begun;
        waiting.add(begun);
        if (current != null) {
            current.feed(begun);
        }
    }

    private void audio(long atUs, short[] samples) {
        if (speaking != null
                && (speaking.samples() + samples.length > MAX_LENGTH
                        || (speaking.samples() > GOOD_LENGTH && speaking.quieter(samples)))) {
            end(speaking.endUs());
        }
        if (speaking == null) {
            begin(atUs, atUs);
        }
        if (speaking != null) {
            speaking.add(samples);
            kept += samples.length;
        }
        while (kept > MAX_KEPT && waiting.getFirst() != speaking) {
            giveUp(waiting.getFirst());
        }
    }

    private void end(long atUs) {
        Utterance ended = speaking;
        if (ended == null) {
            return;
        }
        speaking = null;
        ended.end(atUs);
        if (refused) {
            giveUp(ended);
        } else if (ended.samples() == 0) {
            settle(ended);
        }
    }

    private void giveUp(Utterance what) {
        counts.count(TranscriptionCounts.Of.GIVEN_UP);
        settle(what);
        output.missed(what.startUs(), what.endUs());
    }

    private void settle(Utterance what) {
        waiting.remove(what);
        kept -= what.samples();
        what.settle();
    }

    private void step() {
        for (Leaving one : List.copyOf(leaving)) {
            stepLeaving(one);
        }
        if (current != null) {
            current.step(nowUs);
        }
        if (next != null) {
            next.step(nowUs);
        }
        loseNext();
        loseCurrent();
        if (nowUs >= finishUs) {
            List.copyOf(waiting).forEach(this::giveUp);
        }
        if (nowUs >= idleUs() || done()) {
            close();
        }
        open();
        replace();
        tellState();
    }

    private void stepLeaving(Leaving one) {
        one.link().step(nowUs);
        if (nowUs >= one.untilUs() || one.link().awaitsNothing()) {
            one.link().close();
        }
        if (one.link().end() == null) {
            return;
        }
        leaving.remove(one);
        if (one.link().end() == SpeechRecognizer.End.REFUSED) {
            refuse();
        } else if (current != null) {
            one.link().unsettled().forEach(current::feed);
        }
    }

    private void loseNext() {
        if (next != null && next.end() != null) {
            SpeechRecognizer.End why = next.end();
            next = null;
            lost(why);
        }
    }

    private void loseCurrent() {
        ServiceLink gone = current;
        if (gone == null || gone.end() == null) {
            return;
        }
        current = null;
        Utterance unanswered = gone.unanswered();
        if (unanswered != null
                && !unanswered.settled()
                && unanswered.failed(gone.stalled() ? STALL_WEIGHT : 1) >= MAX_FAILURES) {
            giveUp(unanswered);
        }
        if (gone.stalled()) {
            counts.count(TranscriptionCounts.Of.STALLED);
        }
        lost(gone.end());
        if (next != null) {
            current = next;
            next = null;
            feedAll(current);
        }
    }

    private void lost(SpeechRecognizer.@Nullable End why) {
        counts.count(TranscriptionCounts.Of.LOST);
        if (why == SpeechRecognizer.End.REFUSED) {
            refuse();
        } else {
            retry.lost(why == SpeechRecognizer.End.BUSY, nowUs);
        }
    }

    private void refuse() {
        if (refused) {
            return;
        }
        refused = true;
        close();
        output.refused();
        for (Utterance one : List.copyOf(waiting)) {
            if (one != speaking) {
                giveUp(one);
            }
        }
    }

    /// Closes all connections.
    private void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        if (next != null) {
            next.close();
            next = null;
        }
        leaving.forEach(one -> one.link().close());
        leaving.clear();
    }

    private void open() {
        if (current == null && wanted() && nowUs >= retry.atUs()) {
            current = connect();
            feedAll(current);
            current.step(nowUs);
        }
    }

    private boolean wanted() {
        return !refused && !waiting.isEmpty();
    }

    private ServiceLink connect() {
        counts.count(TranscriptionCounts.Of.OPENED);
        return new ServiceLink(recognizer, hints.get(), linkOutput, counts, nowUs);
    }

    /// Everything that waits, but for what a connection that is left still owes.
    private void feedAll(ServiceLink link) {
        for (Utterance one : waiting) {
            if (leaving.stream().noneMatch(old -> old.link().unsettled().contains(one))) {
                link.feed(one);
            }
        }
    }

    /// Opens the next connection before this one ends, and changes over between two utterances.
    private void replace() {
        ServiceLink old = current;
        if (old == null || nowUs < replaceUs(old)) {
            return;
        }
        if (next == null && nowUs >= retry.atUs()) {
            next = connect();
        }
        ServiceLink link = next;
        if (link == null || !link.usable() || (!old.between() && nowUs < insistUs(old))) {
            return;
        }
        old.leave().forEach(link::feed);
        leaving.add(new Leaving(old, nowUs + DRAIN_US));
        current = link;
        next = null;
        link.step(nowUs);
    }

    private static long replaceUs(ServiceLink link) {
        return link.leaveUs() != NEVER ? Long.MIN_VALUE : link.openedUs() + REPLACE_US;
    }

    private static long insistUs(ServiceLink link) {
        long anyway = link.openedUs() + REPLACE_US + INSIST_US;
        return link.leaveUs() == NEVER ? anyway : Math.min(anyway, link.leaveUs() - LEAVE_US);
    }

    private void tellState() {
        ServiceLink link = current;
        boolean usable = link != null && link.usable();
        if (usable || !wanted()) {
            withoutUs = NEVER;
        } else if (withoutUs == NEVER) {
            withoutUs = nowUs;
        }
        if (!interrupted && withoutUs != NEVER && nowUs - withoutUs >= INTERRUPTED_US) {
            interrupted = true;
            output.state(true);
        }
        if (interrupted
                && !refused
                && (waiting.isEmpty() || (link != null && usable && link.caughtUp()))) {
            interrupted = false;
            output.state(false);
        }
    }

    private long idleUs() {
        return waiting.isEmpty() && (current != null || next != null) ? spokenUs + IDLE_US : NEVER;
    }

    /// When [#onDeadline] wants to be called; `Long.MAX_VALUE`: not at all.
    public long nextDeadlineUs() {
        long at = Math.min(idleUs(), waiting.isEmpty() ? NEVER : finishUs);
        for (Leaving one : leaving) {
            at = Math.min(at, one.nextDeadlineUs(nowUs));
        }
        if (next != null) {
            at = Math.min(at, next.nextDeadlineUs(nowUs));
        }
        ServiceLink link = current;
        if (link != null) {
            at = Math.min(at, Math.min(link.nextDeadlineUs(nowUs), replacingUs(link)));
        } else if (wanted()) {
            at = Math.min(at, retry.atUs());
        }
        if (withoutUs != NEVER && !interrupted) {
            at = Math.min(at, withoutUs + INTERRUPTED_US);
        }
        return at;
    }

    private long replacingUs(ServiceLink link) {
        if (next == null) {
            return Math.max(replaceUs(link), retry.atUs());
        }
        return next.usable() ? insistUs(link) : NEVER;
    }

    /// What comes of the connections.
    private final class LinkOutput implements ServiceLink.Output {
        @Override
        public void interim(Utterance of, long untilUs, String text) {
            if (!of.told()) {
                output.interim(of.number(), of.saidUs(), untilUs, text);
            }
        }

        @Override
        public void recognisedSoFar(Utterance of, String text, @Nullable String language) {
            String all = text.strip();
            if (of.tellsMore(all)) {
                tell(of, all, language);
            }
        }

        @Override
        public void recognised(Utterance of, String text, @Nullable String language) {
            retry.works();
            settle(of);
            String all = text.strip();
            if (!all.isEmpty() && !of.told(all)) {
                tell(of, all, language);
            } else if (!of.told()) {
                counts.count(TranscriptionCounts.Of.WORDLESS);
            }
        }

        private void tell(Utterance of, String text, @Nullable String language) {
            if (!of.told()) {
                counts.count(TranscriptionCounts.Of.RESULTS);
            }
            int revision = of.tell(text);
            output.result(of.number(), revision, of.saidUs(), of.endUs(), text, language);
        }
    }
}
