package live.lyceum.signaling.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import live.lyceum.media.api.RoomId;
import live.lyceum.signaling.room.RoomCommand;
import org.junit.jupiter.api.Test;

class OutagesTest {
    private static final RoomId ROOM = new RoomId("ses_1");

    private final Outages outages = new Outages();

    private void fail(long atMs) {
        outages.begin(ROOM, new RoomCommand.Restarted(atMs), atMs);
    }

    @Test
    void theFirstFailureSaysSinceWhen() {
        assertThat(outages.of(ROOM)).isNull();
        fail(1_000);
        fail(2_000);
        assertThat(outages.of(ROOM)).isEqualTo(new RoomCommand.Restarted(1_000));
        outages.end(ROOM);
        assertThat(outages.of(ROOM)).isNull();
        fail(3_000);
        assertThat(outages.of(ROOM)).isEqualTo(new RoomCommand.Restarted(3_000));
    }

    @Test
    void thereIsOneRetryAtATimeAndLaterEachTime() {
        assertThat(outages.retryMs(ROOM)).isEmpty();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            fail(1_000);
            waits.add(outages.retryMs(ROOM).orElseThrow());
            assertThat(outages.retryMs(ROOM)).as("while one is on its way").isEmpty();
            outages.retried(ROOM);
        }
        assertThat(waits).startsWith(100L, 200L, 400L).endsWith(30_000L).isSorted();
    }

    @Test
    void aRoomThatFailsAgainSoonIsNotTriedAsOften() {
        fail(1_000);
        assertThat(outages.retryMs(ROOM)).hasValue(100);
        outages.retried(ROOM);
        outages.end(ROOM);
        fail(2_000);
        assertThat(outages.retryMs(ROOM)).hasValue(200);
        outages.retried(ROOM);
        outages.end(ROOM);

        outages.sweep(2_000 + Outages.CALM_MS);
        fail(2_000 + Outages.CALM_MS);
        assertThat(outages.retryMs(ROOM)).as("not calm yet").hasValue(400);
        outages.retried(ROOM);
        outages.end(ROOM);
        fail(3_001 + 2 * Outages.CALM_MS);
        assertThat(outages.retryMs(ROOM)).as("calm").hasValue(100);
    }
}
