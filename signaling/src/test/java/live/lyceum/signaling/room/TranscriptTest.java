package live.lyceum.signaling.room;

import static live.lyceum.signaling.room.RoomScript.id;
import static live.lyceum.signaling.testkit.ScriptedTranscriber.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.recorder.api.TranscriptLine;
import live.lyceum.signaling.protocol.Role;
import live.lyceum.signaling.protocol.SessionPlan;
import live.lyceum.signaling.protocol.SpokenLine;
import live.lyceum.signaling.testkit.Plans;
import org.junit.jupiter.api.Test;

/// Which lines of a transcript become rows, and what of them is seen.
class TranscriptTest {
    private final RoomScript script = new RoomScript();

    private List<RoomEvent> said(TranscriptLine line) {
        return script.apply(new RoomCommand.Transcribed(line));
    }

    private List<SpokenLine> seen() {
        return script.state().snapshot(script.nowMs).transcript().lines();
    }

    private void begin() {
        script.arrive("ann", Role.MENTOR);
        script.arrive("ben", Role.LEARNER);
    }

    private void end() {
        script.apply(new RoomCommand.End(id("ann"), "p1", script.op(), Proofs.NONE));
    }

    private void saveTranscript(boolean saves) {
        SessionPlan plan = script.state().plan();
        SessionPlan other = Plans.with(plan, new SessionPlan.Saving(false, true, true, saves));
        script.apply(new RoomCommand.ChangePlan(plan, other));
    }

    @Test
    void aLineIsARowWithTheNameOfWhoSaidIt() {
        begin();

        said(line("l_1", "ann", 500, "Hello", 0));

        assertThat(script.log().getLast().fact())
                .isEqualTo(
                        new RoomFact.Transcribed(
                                new SpokenLine(
                                        "l_1",
                                        id("ann"),
                                        "Name of ann",
                                        "Hello",
                                        500,
                                        1_500,
                                        "en",
                                        0)));
        assertThat(seen()).hasSize(1);
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void theyAreSeenInTheOrderOfSpeechEachInItsBestVersion() {
        begin();
        said(line("l_2", "ben", 900, "two", 0));
        said(line("l_1", "ann", 500, "wun", 0));
        said(line("l_3", "ann", 1_200, "three", 2));

        said(line("l_1", "ann", 500, "one", 1));

        assertThat(seen()).extracting(SpokenLine::text).containsExactly("one", "two", "three");
        assertThat(script.state().copy()).isEqualTo(script.state());
        assertThat(said(line("l_1", "ann", 500, "wun", 0))).as("it is worse").isEmpty();
        assertThat(said(line("l_3", "ann", 1_200, "three", 2))).as("it is known").isEmpty();
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void whoLeftOrWasPutOutOrIsUnknownHasSaidItAllTheSame() {
        begin();
        script.apply(new RoomCommand.PutOut(id("ben")));
        script.leave("ann", "p1");

        said(line("l_1", "ann", 500, "one", 0));
        said(line("l_2", "ben", 600, "two", 0));
        said(line("l_3", "eve", 700, "three", 0));

        assertThat(seen())
                .extracting(SpokenLine::name)
                .containsExactly("Name of ann", "Name of ben", "eve");
    }

    @Test
    void theLastWordsAreRowsBehindTheEnd() {
        begin();
        end();

        assertThat(said(line("l_1", "ann", 500, "Bye", 0))).hasSize(1);

        assertThat(script.log().getLast().fact()).isInstanceOf(RoomFact.Transcribed.class);
        assertThat(script.state().over()).isTrue();
        assertThat(script.room().nextDeadlineMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void whatWouldHaveToBeErasedAtOnceIsNotWritten() {
        saveTranscript(false);
        begin();
        assertThat(said(line("l_1", "ann", 500, "Hello", 0))).hasSize(1);
        end();

        assertThat(said(line("l_2", "ann", 900, "Bye", 0))).isEmpty();
        assertThat(said(line("l_1", "ann", 500, "Hello!", 1))).isEmpty();
    }

    /// The store erases it with the end, and so does the room in memory.
    @Test
    void whatIsErasedWithTheEndIsSeenNoMore() {
        saveTranscript(false);
        begin();
        said(line("l_1", "ann", 500, "Hello", 0));
        assertThat(seen()).hasSize(1);

        end();

        assertThat(seen()).isEmpty();
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void whoComesLateSeesTheLatest() {
        begin();
        for (int i = 0; i < TranscriptState.MAX_LINES + 5; i++) {
            said(line("l_" + i, "ann", 500 + i, "x", 0));
        }
        assertThat(seen()).hasSize(TranscriptState.MAX_LINES);
        assertThat(seen().getFirst().id()).isEqualTo("l_5");
        said(line("l_0", "ann", 500, "it is too old to be seen", 1));
        assertThat(seen().getFirst().id()).isEqualTo("l_5");

        for (int i = 0; i < 20; i++) {
            said(line("long_" + i, "ann", 9_000 + i, "y".repeat(9_000), 0));
        }

        assertThat(seen().stream().mapToInt(SpokenLine::length).sum())
                .isLessThanOrEqualTo(TranscriptState.MAX_CHARACTERS);
        assertThat(seen()).allMatch(each -> each.length() == 4_000).hasSize(8);
        assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
    }

    @Test
    void aSessionHasOnlySoManyLines() {
        begin();
        for (int i = 0; i < TranscriptRules.MAX_ROWS; i++) {
            said(line("l_" + i, "ann", 500 + i, "x", 0));
        }

        assertThat(said(line("l_x", "ann", 500, "x", 0))).isEmpty();
    }

    @Test
    void itIsCleanedOfWhatNobodyCanRead() {
        begin();

        said(
                new TranscriptLine(
                        "l_1", new ParticipantId("ann"), 1, 2, " a\0b\ud800c\nd ", "not a tag", 0));

        assertThat(seen().getFirst().text()).isEqualTo("a b c d");
        assertThat(seen().getFirst().language()).isNull();
        assertThat(said(line("l_2", "ann", 5, "\0", 0))).as("nothing is left").isEmpty();
    }
}
