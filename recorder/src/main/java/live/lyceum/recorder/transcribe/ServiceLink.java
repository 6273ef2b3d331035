package live.lyceum.recorder.transcribe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One connection of a speaker's: sends utterances over it one after another, faster than they were
/// said if they have been waiting, and says which of them an answer belongs to: the oldest that is
/// not over, as [Awaited] has it. Owned by its [SpeakerTranscription], also the calls of the
/// recogniser: what they bring is kept until [#step] takes it, for that has the time.
final class ServiceLink implements SpeechRecognizer.Listener {
    /// Told what comes of utterances, within [#step].
    interface Output {
        void interim(Utterance of, long untilUs, String text);

        /// All that came so far of one that has ended, and seems to be all: more may come, as
        /// [Awaited] has it.
        void recognisedSoFar(Utterance of, String text, @Nullable String language);

        /// All that came of one: nothing more does.
        void recognised(Utterance of, String text, @Nullable String language);
    }

    /// What the recogniser told.
    private sealed interface News {
        record Ready() implements News {}

        record Text(boolean last, String text, @Nullable String language) implements News {
            /// Leaves out what was said.
            @Override
            public String toString() {
                return "Text[%b]".formatted(last);
            }
        }

        record GoAway(long leftMs) implements News {}

        record Closed(SpeechRecognizer.End why) implements News {}
    }

    private static final long NEVER = Long.MAX_VALUE;

    /// How long a service may take to be ready.
    private static final long READY_US = 10_000_000;

    /// How many times faster than it was said speech is sent that has been waiting, after the first
    /// second of it.
    private static final int SPEED = 4;

    private static final long AHEAD_US = 1_000_000;

    /// News that are not taken. When full, the connection counts as broken.
    private static final int MAX_NEWS = 256;

    /// What came so short a time ago may come a second time.
    private static final long RECENT_US = 10_000_000;

    private static final int MAX_RECENT = 16;

    private record Recent(String text, long atUs) {
        /// Leaves out what was said.
        @Override
        public String toString() {
            return "Recent[%d]".formatted(atUs);
        }
    }

    private final SpeechRecognizer.Connection connection;
    private final Output output;
    private final TranscriptionCounts counts;
    private final long openedUs;
    private final Deque<News> news = new ArrayDeque<>();
    private final Deque<Utterance> queue = new ArrayDeque<>();
    private final Deque<Awaited> awaited = new ArrayDeque<>();
    private final Deque<Recent> recent = new ArrayDeque<>();

    private @Nullable Awaited sending;
    private @Nullable Awaited lastSent;
    private boolean ready;
    private boolean flooded;
    private boolean stalled;
    private SpeechRecognizer.@Nullable End end;
    private long leaveUs = NEVER;

    /// When all that was sent would have been said, at the speed at which it may be sent.
    private long paceUs;

    ServiceLink(
            SpeechRecognizer recognizer,
            SpeechRecognizer.Hints hints,
            Output output,
            TranscriptionCounts counts,
            long nowUs) {
        this.output = output;
        this.counts = counts;
        openedUs = nowUs;
        paceUs = nowUs;
        connection = recognizer.open(hints, this);
    }

    @Override
    public void ready() {
        tell(new News.Ready());
    }

    @Override
    public void interim(String text) {
        if (news.peekLast() instanceof News.Text before && !before.last()) {
            news.removeLast();
        }
        tell(new News.Text(false, text, null));
    }

    @Override
    public void result(String text, @Nullable String language) {
        tell(new News.Text(true, text, language));
    }

    @Override
    public void goAway(long leftMs) {
        tell(new News.GoAway(leftMs));
    }

    @Override
    public void closed(SpeechRecognizer.End why) {
        tell(new News.Closed(why));
    }

    private void tell(News what) {
        if (end != null) {
            counts.count(TranscriptionCounts.Of.LATE);
        } else if (news.size() < MAX_NEWS) {
            news.add(what);
        } else {
            flooded = true;
        }
    }

    /// Will send an utterance after those before it.
    void feed(Utterance utterance) {
        queue.add(utterance);
    }

    /// Takes what was told, settles what is over, and sends what can be sent.
    void step(long nowUs) {
        while (end == null && !news.isEmpty()) {
            take(news.remove(), nowUs);
        }
        settle(nowUs);
        if (end == null && overdue(nowUs)) {
            stalled = ready;
            fail(SpeechRecognizer.End.BROKEN);
        }
        if (end == null && ready) {
            send(nowUs);
        }
    }

    private boolean overdue(long nowUs) {
        return flooded || nowUs >= (ready ? stallUs() : openedUs + READY_US);
    }

    private void take(News what, long nowUs) {
        switch (what) {
            case News.Ready() -> {
                ready = true;
                paceUs = nowUs;
            }
            case News.Text text when text.last() -> onResult(text, nowUs);
            case News.Text text -> onInterim(text.text().strip());
            case News.GoAway(long leftMs) ->
                    leaveUs = Math.min(leaveUs, nowUs + Math.max(0, leftMs) * 1_000);
            case News.Closed(SpeechRecognizer.End why) -> {
                end = why;
                news.clear();
            }
        }
    }

    private void onInterim(String text) {
        for (Awaited of : awaited) {
            if (!of.answered()) {
                of.interim(text);
                show(of, text);
                return;
            }
        }
    }

    private void onResult(News.Text result, long nowUs) {
        settle(nowUs);
        Awaited of = awaited.peekFirst();
        if (of == null) {
            counts.count(TranscriptionCounts.Of.LATE);
            return;
        }
        String piece = result.text().strip();
        if (of.answered() && awaited.size() > 1) {
            Awaited after = awaited.stream().skip(1).findFirst().orElse(of);
            if (after.expects(piece)) {
                awaited.removeFirst();
                give(of);
                of = after;
            }
        }
        if (!of.piece(piece, result.language(), seen(piece, nowUs), nowUs)) {
            counts.count(TranscriptionCounts.Of.DOUBLES);
            return;
        }
        remember(piece, nowUs);
        if (!of.seemsWhole()) {
            show(of, "");
        } else if (!of.given() && !of.utterance().settled()) {
            output.recognisedSoFar(of.utterance(), of.text(), of.language());
        }
        settle(nowUs);
    }

    private boolean seen(String piece, long nowUs) {
        return recent.stream()
                .anyMatch(one -> one.text().equals(piece) && nowUs - one.atUs() <= RECENT_US);
    }

    /// Of many, forgets the oldest.
    private void remember(String piece, long nowUs) {
        if (!piece.isEmpty()) {
            recent.addLast(new Recent(piece, nowUs));
        }
        if (recent.size() > MAX_RECENT) {
            recent.removeFirst();
        }
    }

    private void show(Awaited of, String interim) {
        if (of.given() || of.utterance().settled()) {
            return;
        }
        var text = new StringBuilder(of.text());
        Words.append(text, interim);
        if (!text.isEmpty()) {
            output.interim(of.utterance(), of.sentUntilUs(), text.toString());
        }
    }

    /// Tells the results of all that are over.
    private void settle(long nowUs) {
        for (Awaited of = awaited.peekFirst();
                of != null && nowUs >= of.overUs();
                of = awaited.peekFirst()) {
            awaited.removeFirst();
            give(of);
        }
    }

    private void give(Awaited of) {
        of.close();
        if (!of.given() && !of.utterance().settled()) {
            output.recognised(of.utterance(), of.text(), of.language());
        }
    }

    private void send(long nowUs) {
        for (Awaited now = begun(nowUs); now != null; now = begun(nowUs)) {
            if (!sendAudio(now, nowUs)) {
                return;
            }
            boolean useless = now.given() || now.utterance().settled();
            if (!useless && (!now.utterance().ended() || nowUs < heldUs())) {
                return;
            }
            connection.end();
            now.end(nowUs);
            if (lastSent != null) {
                lastSent.nextEnded();
            }
            lastSent = now;
            sending = null;
            settle(nowUs);
        }
    }

    /// The utterance that is being sent, or the next one, which begins now; null if there is none.
    /// One that goes on begins at once, for its interims are waited for; one that is over already
    /// waits for the answer to the one before, so that they are not confused.
    private @Nullable Awaited begun(long nowUs) {
        queue.removeIf(Utterance::settled);
        Utterance next = queue.peek();
        if (sending == null && next != null && (!next.ended() || nowUs >= heldUs())) {
            queue.remove();
            sending = new Awaited(next);
            awaited.add(sending);
            connection.begin();
        }
        return sending;
    }

    /// @return whether all there is was sent
    private boolean sendAudio(Awaited of, long nowUs) {
        for (short[] audio = of.nextAudio(); audio != null; audio = of.nextAudio()) {
            if (paceUs - nowUs > AHEAD_US / SPEED) {
                return false;
            }
            connection.audio(audio);
            of.sent(audio);
            paceUs = Math.max(paceUs, nowUs) + Utterance.durationUs(audio.length) / SPEED;
        }
        return true;
    }

    private long heldUs() {
        return lastSent != null && awaited.contains(lastSent) ? lastSent.holdUs() : Long.MIN_VALUE;
    }

    /// When [#step] wants to be called at the latest.
    long nextDeadlineUs(long nowUs) {
        if (end != null || flooded || !news.isEmpty()) {
            return nowUs;
        }
        if (!ready) {
            return openedUs + READY_US;
        }
        Awaited first = awaited.peekFirst();
        long at = first == null ? NEVER : Math.min(first.overUs(), first.stallUs());
        return Math.min(at, sendingUs(nowUs));
    }

    private long sendingUs(long nowUs) {
        Awaited now = sending;
        if (now == null) {
            return queue.isEmpty() ? NEVER : Math.max(nowUs, heldUs());
        }
        if (now.nextAudio() != null) {
            return Math.max(nowUs, paceUs - AHEAD_US / SPEED);
        }
        return now.utterance().ended() ? Math.max(nowUs, heldUs()) : NEVER;
    }

    private long stallUs() {
        Awaited first = awaited.peekFirst();
        return first == null ? NEVER : first.stallUs();
    }

    /// Ends it from here, and hears nothing more of it. What has an answer keeps that. When it ends
    /// otherwise it does not, for more may have been to come, and is sent again.
    void close() {
        fail(SpeechRecognizer.End.CLOSED);
        Awaited first = awaited.peekFirst();
        if (first != null && first.answered() && !first.given()) {
            awaited.removeFirst();
            give(first);
        }
    }

    private void fail(SpeechRecognizer.End why) {
        if (end == null) {
            end = why;
            news.clear();
            connection.close();
        }
    }

    /// Stops sending, and gives back what was not sent whole: another connection will send it.
    List<Utterance> leave() {
        var rest = new ArrayList<Utterance>();
        Awaited half = sending;
        if (half != null) {
            half.give();
            sending = null;
            if (!half.utterance().settled()) {
                rest.add(half.utterance());
            }
        }
        rest.addAll(queue);
        queue.clear();
        return rest;
    }

    /// What was sent and has no result, or waits to be sent.
    List<Utterance> unsettled() {
        var rest = new ArrayList<Utterance>();
        for (Awaited of : awaited) {
            if (!of.given()) {
                rest.add(of.utterance());
            }
        }
        rest.addAll(queue);
        rest.removeIf(Utterance::settled);
        return rest;
    }

    /// The utterance that was waited for in vain; null if it was not sent whole.
    @Nullable Utterance unanswered() {
        Awaited first = awaited.peekFirst();
        return first != null && first.ended() ? first.utterance() : null;
    }

    /// Why it is over; null while it is not.
    SpeechRecognizer.@Nullable End end() {
        return end;
    }

    boolean usable() {
        return ready && end == null;
    }

    boolean stalled() {
        return stalled;
    }

    /// Whether it is between two utterances.
    boolean between() {
        return sending == null;
    }

    /// Whether all that can be sent was sent.
    boolean caughtUp() {
        return queue.isEmpty() && (sending == null || sending.nextAudio() == null);
    }

    boolean awaitsNothing() {
        return unsettled().isEmpty();
    }

    long openedUs() {
        return openedUs;
    }

    /// When the service will close it, as it said; `Long.MAX_VALUE`: it said nothing.
    long leaveUs() {
        return leaveUs;
    }
}
