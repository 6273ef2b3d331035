package live.lyceum.recorder.io;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.api.RoomId;
import live.lyceum.recorder.backfill.Backfill.Asking;
import org.junit.jupiter.api.Test;

/// Who asks a service that is away, and when.
class ServiceOutageTest {
    private static final long MINUTE_MS = 60_000;
    private static final long NEVER_MS = Long.MAX_VALUE;

    private final ServiceOutage outage = new ServiceOutage();

    private static ServiceOutage.Waiting waiting(String session, long untilMs) {
        return new ServiceOutage.Waiting(Afterwards.Job.whole(new RoomId(session)), untilMs, false);
    }

    @Test
    void aServiceThatIsThereIsAskedFreelyAndNotWaitedFor() {
        assertThat(outage.turn(0)).isEqualTo(Asking.FREELY);
        assertThat(outage.turn(0)).isEqualTo(Asking.FREELY);
        assertThat(outage.add(waiting("ses_1", NEVER_MS))).isFalse();
        assertThat(outage.size()).isZero();
    }

    @Test
    void oneAtATimeAsksLaterAndLater() {
        assertThat(outage.away(Asking.FREELY, 0)).isEqualTo(MINUTE_MS);
        assertThat(outage.away(Asking.FREELY, 10)).as("known already").isZero();
        assertThat(outage.turn(MINUTE_MS - 1)).isEqualTo(Asking.NOT);
        assertThat(outage.turn(MINUTE_MS)).isEqualTo(Asking.ONCE_FIRST);
        assertThat(outage.turn(MINUTE_MS)).isEqualTo(Asking.NOT);

        assertThat(outage.away(Asking.ONCE_FIRST, MINUTE_MS)).isEqualTo(5 * MINUTE_MS);
        assertThat(outage.turn(6 * MINUTE_MS - 1)).isEqualTo(Asking.NOT);
        for (long pauseMs : new long[] {15, 30, 60, 60, 60}) {
            assertThat(outage.turn(NEVER_MS)).isEqualTo(Asking.ONCE_FIRST);
            assertThat(outage.away(Asking.ONCE_FIRST, 0)).isEqualTo(pauseMs * MINUTE_MS);
        }
    }

    @Test
    void whoDidNotAskLeavesItToAnother() {
        outage.away(Asking.FREELY, 0);
        assertThat(outage.turn(MINUTE_MS)).isEqualTo(Asking.ONCE_FIRST);
        outage.pass(Asking.NOT);
        assertThat(outage.turn(MINUTE_MS)).isEqualTo(Asking.NOT);
        outage.pass(Asking.ONCE_FIRST);
        assertThat(outage.turn(MINUTE_MS)).isEqualTo(Asking.ONCE_FIRST);
    }

    @Test
    void theyWaitInTheirOrderUntilItIsOver() {
        outage.away(Asking.FREELY, 0);
        ServiceOutage.Waiting one = waiting("ses_1", NEVER_MS);
        ServiceOutage.Waiting two = waiting("ses_2", NEVER_MS);
        ServiceOutage.Waiting three = waiting("ses_3", NEVER_MS);
        assertThat(outage.add(one) && outage.add(two) && outage.add(three)).isTrue();
        assertThat(outage.inMs(10)).isEqualTo(MINUTE_MS - 10);
        assertThat(outage.next(MINUTE_MS - 1)).isNull();
        assertThat(outage.next(MINUTE_MS)).isEqualTo(one);
        assertThat(outage.turn(MINUTE_MS)).isEqualTo(Asking.ONCE_FIRST);
        assertThat(outage.next(MINUTE_MS)).as("one asks").isNull();

        assertThat(outage.over()).containsExactly(two, three);
        assertThat(outage.size()).isZero();
        assertThat(outage.inMs(MINUTE_MS)).isZero();
        assertThat(outage.turn(MINUTE_MS)).isEqualTo(Asking.FREELY);
        assertThat(outage.away(Asking.FREELY, MINUTE_MS)).as("another one").isEqualTo(MINUTE_MS);
    }

    @Test
    void whoWaitedForTooLongIsNotForgotten() {
        outage.away(Asking.FREELY, 0);
        outage.add(waiting("ses_1", 100));
        ServiceOutage.Waiting two = waiting("ses_2", 101);
        outage.add(two);
        assertThat(outage.late(99)).isEmpty();
        assertThat(outage.late(100))
                .extracting(each -> each.job().session().value())
                .containsExactly("ses_1");
        assertThat(outage.over()).containsExactly(two);
    }
}
