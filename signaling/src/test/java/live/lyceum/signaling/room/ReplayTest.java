package live.lyceum.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import live.lyceum.recorder.api.RecordingId;
import live.lyceum.signaling.protocol.LiveRecording;
import live.lyceum.signaling.protocol.MediaIntent;
import live.lyceum.signaling.protocol.OperationId;
import live.lyceum.signaling.protocol.ParticipantStatus;
import live.lyceum.signaling.protocol.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is done to a room: its replayed log is the room that was, and never has a gap.
class ReplayTest {
    private static final int COMMANDS = 2_000;
    private static final List<String> PEOPLE =
            List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
    private static final List<String> PAGES = List.of("p1", "p2", "p3");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20_260_101, -77})
    void aReplayedLogIsTheRoomThatWas(long seed) {
        var random = new Random(seed);
        var script = RoomScript.recorded();
        RoomState follower = RoomState.replay(script.log());
        int followed = 1;
        for (int i = 0; i < COMMANDS; i++) {
            script.nowMs += random.nextInt(-50, 500);
            // Its own event, one that tells of the time, and one that starts the recording.
            assertThat(script.apply(command(random)).size()).isLessThanOrEqualTo(3);
            for (; followed < script.log().size(); followed++) {
                follower.apply(script.log().get(followed));
            }
            if (i % 100 == 0) {
                assertThat(RoomState.replay(script.log())).isEqualTo(script.state());
                assertThat(script.state().copy()).isEqualTo(script.state());
            }
        }

        assertThat(follower).isEqualTo(script.state());
        assertThat(follower.snapshot(script.nowMs))
                .isEqualTo(script.state().snapshot(script.nowMs));
        assertThat(script.log().getLast().seq()).isEqualTo(script.log().size());
        assertThat(script.state().participants().stream().filter(p -> p.role().sends()).count())
                .isLessThanOrEqualTo(Room.MAX_SENDERS);
    }

    static RoomCommand command(Random random) {
        var who = RoomScript.id(pick(PEOPLE, random));
        String page = pick(PAGES, random);
        OperationId op = RoomScript.op(random.nextInt(500));
        var media =
                new MediaIntent(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
        var other = RoomScript.id(pick(PEOPLE, random));
        return switch (random.nextInt(17)) {
            case 0, 1 ->
                    new RoomCommand.Join(
                            who,
                            "n" + random.nextInt(2),
                            pick(List.of(Role.values()), random),
                            page,
                            media,
                            op);
            case 2 -> new RoomCommand.Leave(who, page, op);
            case 3, 4 -> new RoomCommand.SetMedia(who, page, media, op);
            case 5 -> new RoomCommand.Gone(who, random.nextBoolean() ? page : null);
            case 6 -> new RoomCommand.Say(who, page, "line " + random.nextInt(3), op);
            case 7 ->
                    new RoomCommand.SetHand(
                            who,
                            page,
                            random.nextBoolean() ? who : other,
                            random.nextBoolean(),
                            op);
            case 8 ->
                    new RoomCommand.MarkTopic(
                            who, page, "t_" + random.nextInt(4), random.nextBoolean(), op);
            case 9 -> new RoomCommand.Mute(who, page, other, op);
            case 10 ->
                    random.nextInt(20) == 0
                            ? new RoomCommand.Remove(who, page, other, op)
                            : new RoomCommand.Time(Proofs.NONE);
            case 11 -> new RoomCommand.SetRecording(who, page, random.nextBoolean(), op);
            case 12 -> new RoomCommand.SetLocalRecording(who, page, random.nextBoolean(), op);
            case 13 -> recording(random);
            default -> {
                var status = pick(List.of(ParticipantStatus.values()), random);
                // Who is active was heard just now.
                boolean now = status == ParticipantStatus.ACTIVE;
                yield new RoomCommand.Transport(who, status, now ? 0 : random.nextInt(5_000));
            }
        };
    }

    private static RoomCommand recording(Random random) {
        var some = new RecordingId("rec_1_" + random.nextInt(200));
        return switch (random.nextInt(3)) {
            case 0 -> new RoomCommand.StartRecording();
            case 1 -> new RoomCommand.StopRecording(some);
            default -> new RoomCommand.RecordingBroke(some, LiveRecording.Stop.FAILED);
        };
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
