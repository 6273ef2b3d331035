package live.lyceum.signaling.room;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// What a lesson consists of besides its people: topics, chat, hands, time and its end. Owned by
/// its [RoomState].
final class LessonState {
    /// What somebody sees who comes late; older messages are in the log.
    static final int MAX_CHAT = 200;

    /// In all, so that a snapshot goes through a slow link in time.
    static final int MAX_CHAT_CHARACTERS = 32_768;

    private SessionPlan plan;
    private final Ledger ledger;
    private final SequencedSet<ParticipantId> hands = new LinkedHashSet<>();
    private final Deque<ChatMessage> chat = new ArrayDeque<>();
    private int chatCharacters;
    private final Set<ParticipantId> removed = new HashSet<>();
    private List<Topic> topics;
    private Timer timer;
    private long timerAtMs;
    private @Nullable Long startedAtMs;
    private @Nullable Long waitingSinceMs;
    private long leastWarnedMs = Long.MAX_VALUE;
    private RecordingState recording = new RecordingState();
    private TranscriptState transcript = new TranscriptState();
    private @Nullable SessionEnd end;

    LessonState(SessionPlan plan, long openedMs) {
        this(plan, new Ledger(openedMs), openedMs);
    }

    private LessonState(SessionPlan plan, Ledger ledger, long timerAtMs) {
        this.plan = plan;
        this.ledger = ledger;
        this.timerAtMs = timerAtMs;
        topics = plan.topics();
        timer = new Timer(Timer.State.WAITING, ledger.away(), 0, plan.plannedMs());
    }

    LessonState copy() {
        var copy = new LessonState(plan, ledger.copy(), timerAtMs);
        copy.hands.addAll(hands);
        copy.chat.addAll(chat);
        copy.chatCharacters = chatCharacters;
        copy.removed.addAll(removed);
        copy.topics = topics;
        copy.timer = timer;
        copy.startedAtMs = startedAtMs;
        copy.waitingSinceMs = waitingSinceMs;
        copy.leastWarnedMs = leastWarnedMs;
        copy.recording = recording.copy();
        copy.transcript = transcript.copy();
        copy.end = end;
        return copy;
    }

    Ledger ledger() {
        return ledger;
    }

    /// Something else was laid down. Those warnings that came already do not come again, unless
    /// there is more time left now.
    void plan(SessionPlan now, long wallMs) {
        if (now.plannedMs() != plan.plannedMs()) {
            leastWarnedMs = now.plannedMs() - ledger.jointMs(wallMs);
        }
        plan = now;
    }

    void arrived(long wallMs) {
        if (waitingSinceMs == null && timer.state() != Timer.State.RUNNING) {
            waitingSinceMs = wallMs;
        }
    }

    void left(ParticipantId who) {
        hands.remove(who);
        recording.local(who, false);
    }

    void removed(ParticipantId who) {
        removed.add(who);
        left(who);
    }

    void said(ChatMessage message) {
        chat.add(message);
        chatCharacters += length(message);
        while (chat.size() > MAX_CHAT || chatCharacters > MAX_CHAT_CHARACTERS) {
            chatCharacters -= length(chat.removeFirst());
        }
    }

    private static int length(ChatMessage message) {
        String text = message.text();
        return text == null ? 0 : text.length();
    }

    void hand(ParticipantId who, boolean raised) {
        if (raised) {
            hands.add(who);
        } else {
            hands.remove(who);
        }
    }

    void topics(List<Topic> now) {
        topics = now;
    }

    void timer(Timer now, long wallMs) {
        timer = now;
        timerAtMs = wallMs;
        // Not at every row: after a restart all drops have to be noted first.
        ledger.settle(wallMs);
        boolean runs = now.state() == Timer.State.RUNNING;
        if (runs && startedAtMs == null) {
            startedAtMs = wallMs - now.activeMs();
        }
        waitingSinceMs = runs ? null : Long.valueOf(wallMs);
    }

    void warned(long leftMs) {
        leastWarnedMs = leftMs;
    }

    void ended(RoomFact.Ended how, long wallMs) {
        end = how.end();
        timer = new Timer(Timer.State.ENDED, List.of(), end.activeMs(), plan.plannedMs());
        timerAtMs = wallMs;
        how.silences().forEach(each -> ledger.inactive(each.who(), each.sinceMs()));
        ledger.close(wallMs);
        hands.clear();
        recording.ended();
        if (!plan.saving().chat()) {
            chat.clear();
            chatCharacters = 0;
        }
        if (!plan.saving().transcript()) {
            transcript.erase();
        }
    }

    RecordingState recording() {
        return recording;
    }

    TranscriptState transcript() {
        return transcript;
    }

    List<Topic> topics() {
        return topics;
    }

    List<ParticipantId> hands() {
        return List.copyOf(hands);
    }

    List<ChatMessage> chat() {
        return List.copyOf(chat);
    }

    boolean wasRemoved(ParticipantId who) {
        return removed.contains(who);
    }

    /// As it was last told.
    Timer timer() {
        return timer;
    }

    /// When that was.
    long timerAtMs() {
        return timerAtMs;
    }

    /// As it is.
    Timer timer(long nowMs) {
        long activeMs = ledger.jointMs(nowMs);
        List<Timer.Side> away = ledger.away();
        Timer.State state =
                away.isEmpty()
                        ? Timer.State.RUNNING
                        : activeMs == 0 ? Timer.State.WAITING : Timer.State.PAUSED;
        return new Timer(state, away, activeMs, plan.plannedMs());
    }

    /// When mentor and learner were first active together, or null.
    @Nullable Long startedAtMs() {
        return startedAtMs;
    }

    /// Since when somebody waits or nobody is there, or null: nobody came yet, or it runs.
    @Nullable Long waitingSinceMs() {
        return waitingSinceMs;
    }

    /// The least time left that all were told of.
    long leastWarnedMs() {
        return leastWarnedMs;
    }

    @Nullable SessionEnd end() {
        return end;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LessonState that
                && ledger.equals(that.ledger)
                && hands().equals(that.hands())
                && chat().equals(that.chat())
                && removed.equals(that.removed)
                && topics.equals(that.topics)
                && timer.equals(that.timer)
                && timerAtMs == that.timerAtMs
                && Objects.equals(startedAtMs, that.startedAtMs)
                && Objects.equals(waitingSinceMs, that.waitingSinceMs)
                && leastWarnedMs == that.leastWarnedMs
                && recording.equals(that.recording)
                && transcript.equals(that.transcript)
                && Objects.equals(end, that.end);
    }

    @Override
    public int hashCode() {
        return Objects.hash(timer, timerAtMs, topics);
    }
}
