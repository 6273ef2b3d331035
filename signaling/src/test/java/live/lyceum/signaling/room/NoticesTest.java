package live.lyceum.signaling.room;

import static live.lyceum.signaling.room.RoomScript.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.Notice;
import live.lyceum.signaling.protocol.Notice.Content;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionState;
import live.lyceum.signaling.protocol.codec.NoticeCodec;
import live.lyceum.signaling.testkit.HookLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What webhooks are told of a room's rows.
class NoticesTest {
    private RoomScript script = new RoomScript();

    /// What is told of all rows so far, when `step` of them at a time go into the store.
    private static List<Notice> told(List<RoomEvent.Logged> log, int step) {
        var told = new ArrayList<Notice>();
        RoomState before = RoomState.replay(log.subList(0, 1));
        for (int from = 1; from < log.size(); from += step) {
            List<RoomEvent.Logged> rows = log.subList(from, Math.min(log.size(), from + step));
            RoomState after = before.copy();
            rows.forEach(after::apply);
            told.addAll(Notices.of(before, rows, after));
            before = after;
        }
        return told;
    }

    private List<Notice> told() {
        return told(script.log(), 1);
    }

    private static List<String> words(List<Notice> notices) {
        return notices.stream().map(each -> each.type().word()).toList();
    }

    private void lesson() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        script.nowMs += 60_000;
        script.transport("ben", ParticipantStatus.DISCONNECTED, 4_000);
        script.nowMs += 5_000;
        script.transport("ben", ParticipantStatus.ACTIVE, 0);
        script.nowMs += 10_000;
        script.leave("ben", "p1");
        script.apply(new RoomCommand.End(id("ann"), "p1", script.op(), Proofs.NONE));
    }

    @Test
    void aLessonIsToldFromTheFirstToTheLast() {
        lesson();

        List<Notice> told = told();
        assertThat(words(told))
                .containsExactly(
                        "participant.joined",
                        "participant.joined",
                        "session.started",
                        "session.paused",
                        "session.resumed",
                        "participant.left",
                        "session.paused",
                        "session.ended");
        assertThat(told).allMatch(each -> each.room() != null && each.seq() != null);
        assertThat(told.get(3).content())
                .isInstanceOfSatisfying(
                        Content.Time.class,
                        time -> assertThat(time.timer().activeMs()).isEqualTo(56_010));
        assertThat(told.getLast().content())
                .isInstanceOfSatisfying(
                        Content.End.class,
                        end -> {
                            assertThat(end.end()).isEqualTo(script.state().end());
                            assertThat(end.attendance())
                                    .extracting(each -> each.who().value())
                                    .containsExactlyInAnyOrder("ann", "ben");
                        });
    }

    @Test
    void howManyRowsAreWrittenAtATimeMakesNoDifference() {
        lesson();

        for (int step = 2; step <= script.log().size(); step++) {
            assertThat(told(script.log(), step)).isEqualTo(told());
        }
    }

    @Test
    void aRecordingIsToldFromItsStartToItsStop() {
        script = RoomScript.recorded();
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
        RecordingId first = recording();
        script.apply(new RoomCommand.RecordingBroke(first, LiveRecording.Stop.DISK_FULL));
        script.apply(new RoomCommand.SetRecording(id("ann"), "p1", true, script.op()));
        RecordingId second = recording();
        script.apply(new RoomCommand.SetLocalRecording(id("ben"), "p1", true, script.op()));
        script.apply(new RoomCommand.End(id("ann"), "p1", script.op(), Proofs.NONE));

        assertThat(told().stream().map(Notice::content).skip(3))
                .startsWith(
                        new Content.RecordingStart(first, null),
                        new Content.RecordingStop(first, LiveRecording.Stop.DISK_FULL),
                        new Content.RecordingStart(second, id("ann")),
                        new Content.RecordingStop(second, null))
                .last()
                .isInstanceOf(Content.End.class);
        for (int step = 2; step <= script.log().size(); step++) {
            assertThat(told(script.log(), step)).isEqualTo(told());
        }
    }

    private RecordingId recording() {
        return Objects.requireNonNull(script.state().recording()).id();
    }

    @Test
    void whoTakesOverTheirOwnSeatHasNotComeAgain() {
        script.join("ann", Role.MENTOR, "p1");
        script.join("ann", Role.MENTOR, "p2");
        script.join("ann", Role.OBSERVER, "p2");

        assertThat(words(told())).containsExactly("participant.joined");
    }

    @Test
    void whoIsPutOutHasLeft() {
        script.join("ben", Role.LEARNER, "p1");
        script.apply(new RoomCommand.PutOut(id("ben")));

        assertThat(told().getLast().content())
                .isEqualTo(new Content.Departure(id("ben"), Role.LEARNER, true));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20_260_101, -77})
    void whatIsToldIsEnoughForTheLedger(long seed) {
        script = RoomScript.recorded();
        var random = new Random(seed);
        var ledger = new HookLedger();
        for (int i = 0; i < 2_000; i++) {
            RoomState before = script.state().copy();
            int from = script.log().size();
            script.nowMs += random.nextInt(0, 500);
            script.apply(ReplayTest.command(random));
            List<RoomEvent.Logged> rows = script.log().subList(from, script.log().size());
            for (Notice each : Notices.of(before, rows, script.state())) {
                ledger.told(NoticeCodec.body(each));
            }

            var record = script.state().record();
            boolean nothingYet = record.state() == SessionState.SCHEDULED;
            assertThat(ledger.state().equals("live"))
                    .isEqualTo(record.state() == SessionState.LIVE);
            if (record.state() != SessionState.LIVE) {
                assertThat(ledger.activeMs()).isEqualTo(record.activeMs());
            }
            LiveRecording recording = script.state().recording();
            assertThat(ledger.recording())
                    .isEqualTo(recording == null ? "" : recording.id().value());
            if (!script.state().over() && !nothingYet) {
                assertThat(ledger.state())
                        .isEqualTo(record.state().name().toLowerCase(Locale.ROOT));
                assertThat(ledger.present()).isEqualTo(present());
            }
        }
    }

    private Set<String> present() {
        return script.state().participants().stream()
                .map(each -> each.id().value())
                .collect(Collectors.toSet());
    }
}
