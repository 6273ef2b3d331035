package live.lyceum.signaling.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.ErrorCode;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.Topic;
import org.jspecify.annotations.Nullable;

/// Who may do what in a lesson: chat, hands, topics, moderation, recording, its end. What is so
/// already makes no row. Owned by its [Room].
final class LessonRules {
    private final RoomState state;
    private final LessonTime time;
    private final RecordingRules recording;
    private final RowLog rows;

    LessonRules(RoomState state, LessonTime time, RecordingRules recording, RowLog rows) {
        this.state = state;
        this.time = time;
        this.recording = recording;
        this.rows = rows;
    }

    /// Carries out what `me`, who has the seat, asks for.
    RoomEvent apply(
            RoomCommand.Talk command, Participant me, RoomEvent.Origin origin, long wallMs) {
        RoomEvent.Refused refused = whyNot(command, me);
        if (refused != null) {
            return refused;
        }
        RoomFact fact =
                switch (command) {
                    case RoomCommand.Say say -> said(me, say.text(), wallMs);
                    case RoomCommand.SetHand set -> hand(set.whose(), set.raised());
                    case RoomCommand.MarkTopic mark -> topics(mark.topic(), mark.done());
                    case RoomCommand.Mute mute -> muted(mute.whom(), me.id());
                    case RoomCommand.Remove remove -> new RoomFact.Removed(remove.whom(), me.id());
                    case RoomCommand.SetRecording set -> recording.set(set.on(), me.id());
                    case RoomCommand.SetLocalRecording set -> recording.setLocal(me.id(), set.on());
                    case RoomCommand.End end ->
                            time.ended(SessionEnd.Reason.MENTOR, end.proofs(), wallMs);
                };
        return fact == null ? new RoomEvent.Repeated(state.seq()) : rows.log(fact, origin, wallMs);
    }

    /// Carries out what is asked for from outside the room.
    RoomEvent apply(RoomCommand.Directed command, long wallMs) {
        if (state.over()) {
            return over("The session is over");
        }
        if (state.crowded() && changesTexts(command)) {
            return over("Its log has no place for more changes");
        }
        RoomEvent.Refused refused =
                switch (command) {
                    case RoomCommand.PutOut out -> absent(out.whom());
                    case RoomCommand.TickTopic tick -> knows(tick.topic()) ? null : noTopic();
                    case RoomCommand.SetTopics set -> strangers(set.topics()) ? noTopic() : null;
                    case RoomCommand.Cancel _ ->
                            begun() ? over("It has begun: end it instead") : null;
                    case RoomCommand.ChangePlan change -> whyNot(change, wallMs);
                    case RoomCommand.StartRecording _ ->
                            state.recording() == null
                                    ? recording.whyNotStart()
                                    : over("It is recorded already");
                    case RoomCommand.EndFromOutside _, RoomCommand.StopRecording _ -> null;
                };
        if (refused != null) {
            return refused;
        }
        RoomFact fact =
                switch (command) {
                    case RoomCommand.EndFromOutside end ->
                            time.ended(SessionEnd.Reason.REQUESTED, end.proofs(), wallMs);
                    case RoomCommand.Cancel _ -> time.cancelled(wallMs);
                    case RoomCommand.ChangePlan change -> changed(change.after());
                    case RoomCommand.PutOut out -> new RoomFact.Removed(out.whom(), null);
                    case RoomCommand.TickTopic tick -> topics(tick.topic(), tick.done());
                    case RoomCommand.SetTopics set -> topics(set.topics());
                    case RoomCommand.StartRecording _ -> recording.start();
                    case RoomCommand.StopRecording stop -> recording.stop(stop.id());
                };
        return fact == null ? new RoomEvent.Repeated(state.seq()) : rows.log(fact, null, wallMs);
    }

    private static boolean changesTexts(RoomCommand.Directed command) {
        return switch (command) {
            case RoomCommand.SetTopics _,
                    RoomCommand.TickTopic _,
                    RoomCommand.ChangePlan _,
                    RoomCommand.StartRecording _ ->
                    true;
            case RoomCommand.Cancel _,
                    RoomCommand.EndFromOutside _,
                    RoomCommand.PutOut _,
                    RoomCommand.StopRecording _ ->
                    false;
        };
    }

    private static RoomEvent.Refused over(String why) {
        return new RoomEvent.Refused(ErrorCode.ENDED, why);
    }

    /// Whether mentor and learner were ever active together.
    private boolean begun() {
        return state.lesson().startedAtMs() != null;
    }

    /// Topics have a row of their own.
    private SessionPlan laidDown(SessionPlan plan) {
        return plan.with(state.plan().topics());
    }

    private @Nullable RoomFact changed(SessionPlan plan) {
        SessionPlan after = laidDown(plan);
        return after.equals(state.plan()) ? null : new RoomFact.PlanChanged(after);
    }

    private RoomEvent.@Nullable Refused whyNot(RoomCommand.ChangePlan change, long wallMs) {
        if (!laidDown(change.before()).equals(state.plan())) {
            return new RoomEvent.Refused(ErrorCode.STALE_GEN, "It has changed meanwhile");
        }
        SessionPlan after = change.after();
        boolean sameTerms =
                after.startsAtMs() == state.plan().startsAtMs()
                        && after.saving().equals(state.plan().saving());
        if (begun() && !sameTerms) {
            return over("It has begun: its start, and what is saved, stay as they are");
        }
        return after.plannedMs() < state.lesson().ledger().jointMs(wallMs)
                ? over("More than this plannedMs is used already")
                : null;
    }

    private boolean strangers(List<Topic> topics) {
        var ids = new HashSet<String>();
        return topics.stream()
                .map(Topic::id)
                .anyMatch(id -> !id.isEmpty() && (!knows(id) || !ids.add(id)));
    }

    /// Names the new ones by the row that brings them: no id is given twice.
    private @Nullable RoomFact topics(List<Topic> wanted) {
        List<Topic> named = new ArrayList<>();
        for (Topic each : wanted) {
            String fresh = "t_%d_%d".formatted(state.seq() + 1, named.size() + 1);
            named.add(each.id().isEmpty() ? new Topic(fresh, each.title(), each.done()) : each);
        }
        return named.equals(state.lesson().topics()) ? null : new RoomFact.TopicsSet(named);
    }

    private RoomEvent.@Nullable Refused whyNot(RoomCommand.Talk command, Participant me) {
        boolean mentor = me.role() == Role.MENTOR;
        return switch (command) {
            case RoomCommand.Say _ -> me.role().sends() ? null : observer();
            case RoomCommand.SetHand set when set.whose().equals(me.id()) ->
                    me.role().sends() ? null : observer();
            case RoomCommand.SetHand set when set.raised() ->
                    forbidden("Only one's own hand can be raised");
            case RoomCommand.MarkTopic mark when mentor -> knows(mark.topic()) ? null : noTopic();
            case RoomCommand.Mute mute when mentor -> absent(mute.whom());
            case RoomCommand.Remove remove when mentor -> notRemovable(remove.whom());
            case RoomCommand.SetRecording set when mentor ->
                    set.on() ? recording.whyNotStart() : null;
            case RoomCommand.SetLocalRecording _ -> null;
            case RoomCommand.SetHand _, RoomCommand.End _ when mentor -> null;
            case RoomCommand.SetHand _,
                    RoomCommand.MarkTopic _,
                    RoomCommand.Mute _,
                    RoomCommand.Remove _,
                    RoomCommand.SetRecording _,
                    RoomCommand.End _ ->
                    forbidden("Only a mentor may do this");
        };
    }

    private static RoomEvent.Refused observer() {
        return forbidden("An observer only looks and listens");
    }

    private static RoomEvent.Refused forbidden(String why) {
        return new RoomEvent.Refused(ErrorCode.FORBIDDEN, why);
    }

    private static RoomEvent.Refused noTopic() {
        return new RoomEvent.Refused(ErrorCode.BAD_REQUEST, "There is no such topic");
    }

    private RoomEvent.@Nullable Refused absent(ParticipantId whom) {
        return state.participant(whom) != null
                ? null
                : new RoomEvent.Refused(ErrorCode.BAD_REQUEST, "They are not in the room");
    }

    private RoomEvent.@Nullable Refused notRemovable(ParticipantId whom) {
        Participant them = state.participant(whom);
        return them != null && them.role() == Role.MENTOR
                ? forbidden("A mentor cannot be removed")
                : absent(whom);
    }

    private boolean knows(String topic) {
        return state.lesson().topics().stream().anyMatch(each -> each.id().equals(topic));
    }

    private RoomFact said(Participant me, String text, long wallMs) {
        String id = RoomFact.Said.messageId(state.seq() + 1);
        return new RoomFact.Said(new ChatMessage(id, me.id(), me.name(), text, wallMs));
    }

    private @Nullable RoomFact hand(ParticipantId whose, boolean raised) {
        boolean isRaised = state.lesson().hands().contains(whose);
        return isRaised == raised ? null : new RoomFact.HandSet(whose, raised);
    }

    private @Nullable RoomFact topics(String id, boolean done) {
        List<Topic> before = state.lesson().topics();
        List<Topic> after = new ArrayList<>();
        for (Topic each : before) {
            after.add(each.id().equals(id) ? new Topic(id, each.title(), done) : each);
        }
        return after.equals(before) ? null : new RoomFact.TopicsSet(after);
    }

    private @Nullable RoomFact muted(ParticipantId whom, ParticipantId by) {
        MediaIntent media = Objects.requireNonNull(state.participant(whom)).media();
        var muted = new MediaIntent(false, media.cam(), media.screen());
        return muted.equals(media) ? null : new RoomFact.Muted(whom, by, muted);
    }
}
