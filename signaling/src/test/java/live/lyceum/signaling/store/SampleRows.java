package live.lyceum.signaling.store;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.ChatMessage;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.Participant;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionEnd;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SessionRecord;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.protocol.TenantId;
import live.lyceum.signaling.protocol.Timer;
import live.lyceum.signaling.protocol.Topic;
import live.lyceum.signaling.room.Digest;
import live.lyceum.signaling.room.RoomEvent;
import live.lyceum.signaling.room.RoomFact;

/// A fact of every kind, for what has to keep them all.
final class SampleRows {
    private static final ParticipantId MINA = new ParticipantId("mina");
    private static final MediaIntent MEDIA = new MediaIntent(true, false, true);

    private SampleRows() {}

    /// At least one of every kind, the room's opening first.
    static List<RoomFact> facts() {
        return facts("rec_1");
    }

    private static List<RoomFact> facts(String recording) {
        var card =
                new Participant(
                        MINA, "Mina \"P\" \u2603", Role.LEARNER, ParticipantStatus.JOINING, MEDIA);
        return List.of(
                new RoomFact.Opened(plan(new RoomId("ses_1")), "e1"),
                new RoomFact.Joined(card, "p1"),
                new RoomFact.Rejoined(MINA, "p2", MEDIA, ParticipantStatus.ACTIVE),
                new RoomFact.MediaSet(MINA, MEDIA),
                new RoomFact.Transported(MINA, ParticipantStatus.DISCONNECTED, 9),
                new RoomFact.Left(MINA),
                new RoomFact.Said(new ChatMessage("m_7", MINA, "Mina", "one\ntwo \u2603", 10)),
                new RoomFact.HandSet(MINA, true),
                new RoomFact.TopicsSet(List.of(new Topic("t_1", "Welcome", true))),
                new RoomFact.Muted(MINA, new ParticipantId("ann"), MEDIA),
                new RoomFact.Removed(MINA, new ParticipantId("ann")),
                new RoomFact.TimerSet(
                        new Timer(Timer.State.PAUSED, List.of(Timer.Side.LEARNER), 5, 9)),
                new RoomFact.TimeWarned(60_000),
                new RoomFact.RecordingStarted(
                        new RecordingId(recording + "a"), new ParticipantId("ann")),
                new RoomFact.RecordingStopped(
                        new RecordingId(recording + "a"),
                        LiveRecording.Stop.MENTOR,
                        new ParticipantId("ann")),
                new RoomFact.RecordingStarted(new RecordingId(recording + "b"), null),
                new RoomFact.RecordingStopped(
                        new RecordingId(recording + "b"), LiveRecording.Stop.DISK_FULL, null),
                new RoomFact.LocalRecordingSet(MINA, true),
                new RoomFact.Transcribed(
                        new SpokenLine("l_1", MINA, "Mina", "one\ntwo \u2603", 10, 11, "en", 0)),
                new RoomFact.Transcribed(
                        new SpokenLine("l_1", MINA, "Mina", "one", 10, 12, null, 3)),
                new RoomFact.PlanChanged(fullPlan(new RoomId("ses_1"))),
                new RoomFact.Ended(
                        new SessionEnd(
                                SessionEnd.Reason.CANCELLED,
                                null,
                                List.of(Timer.Side.MENTOR, Timer.Side.LEARNER),
                                0,
                                10),
                        List.of()),
                new RoomFact.Ended(
                        new SessionEnd(
                                SessionEnd.Reason.HARD_END,
                                SessionRecord.Outcome.NO_SHOW,
                                List.of(Timer.Side.LEARNER),
                                5,
                                11),
                        List.of(new RoomFact.Silence(MINA, 9))));
    }

    /// Rows of all facts but the opening, numbered from 2.
    static List<RoomEvent.Logged> afterTheOpening() {
        return afterTheOpening("rec_1");
    }

    /// @param recording what the recordings among them are called, followed by a letter
    static List<RoomEvent.Logged> afterTheOpening(String recording) {
        var rows = new ArrayList<RoomEvent.Logged>();
        List<RoomFact> facts = facts(recording);
        for (RoomFact fact : facts.subList(1, facts.size())) {
            boolean asked = !(fact instanceof RoomFact.Transported);
            long seq = rows.size() + 2L;
            rows.add(new RoomEvent.Logged(seq, 8 + seq, asked ? origin(fact) : null, fact));
        }
        return rows;
    }

    /// An operation that may have brought the fact about.
    static RoomEvent.Origin origin(RoomFact fact) {
        String digest =
                fact instanceof RoomFact.Said(ChatMessage said)
                        ? Digest.ofText(Objects.requireNonNull(said.text()))
                        : "abcDEF_-0123";
        return new RoomEvent.Origin(MINA, new OperationId("01JD0000000000000000000001"), digest);
    }

    /// A plan that leaves out what may be left out.
    static SessionPlan plan(RoomId id) {
        return plan(id, true);
    }

    static SessionPlan plan(RoomId id, boolean savesChat) {
        return new SessionPlan(
                id,
                TenantId.MAIN,
                "Graphs",
                3_600_000,
                1_000,
                null,
                60_000,
                List.of(new Topic("t_1", "Welcome", false)),
                new SessionPlan.Saving(false, false, savesChat, true),
                null,
                0.8,
                List.of("https://example.org"));
    }

    /// A plan that has everything.
    static SessionPlan fullPlan(RoomId id) {
        return new SessionPlan(
                id,
                TenantId.MAIN,
                "Gr\u00e4phs \ud83d\ude00 \\ \" </script>",
                Long.MAX_VALUE,
                -1,
                5_000_000_000_000L,
                0,
                List.of(new Topic("t_1", "Welcome", true), new Topic("t_2", "", false)),
                new SessionPlan.Saving(true, true, false, false),
                URI.create("https://example.org/back?a=b%20c#d"),
                1.0 / 3,
                List.of());
    }
}
