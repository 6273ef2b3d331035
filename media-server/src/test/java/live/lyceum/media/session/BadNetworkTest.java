package live.lyceum.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.testkit.SimNetwork.Conditions;
import live.lyceum.media.testkit.SimRoom;
import live.lyceum.media.testkit.TestPeer;
import live.lyceum.media.testkit.TestReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A minute of a bad network: 10 % loss, 50 ms jitter and the reordering that comes of it, with
/// wraps of sequence number, rollover counter, timestamp, picture id and TL0PICIDX on the way.
class BadNetworkTest {
    private static final int MIC_SLOT = 3;
    private static final int CAM_SLOT = 6;

    private record Minute(long digest, long sent, long forwarded, String log) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twoPeersSeeEachOtherThroughTheWholeMinute(long seed) throws Exception {
        long startNs = System.nanoTime();
        SimRoom sim = new SimRoom(seed);
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.network().conditions(Conditions.of(0.10, 20, 50));

        sim.run(60_000);
        long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        System.out.printf("figure: 60 s of a bad network: %d ms (at most 2000 ms)%n", tookMs);
        assertThat(tookMs)
                .as("ten times what it may take on a machine of its own")
                .isLessThan(20_000);
        daniel.sending(false);
        mina.sending(false);
        sim.run(3_000);

        for (TestPeer receiver : new TestPeer[] {daniel, mina}) {
            TestPeer sender = receiver == daniel ? mina : daniel;
            TestReceiver video = receiver.slot(CAM_SLOT);
            TestReceiver audio = receiver.slot(MIC_SLOT);
            assertThat(video.broken()).as("seed %s, video of %s", seed, sender.id()).isEmpty();
            assertThat(audio.broken()).as("seed %s, audio of %s", seed, sender.id()).isEmpty();
            assertThat(video.completeFrames())
                    .as("seed %s, whole frames of %s", seed, sender.framesSent())
                    .isGreaterThan((int) (sender.framesSent() * 0.98) - 30);
            assertThat(audio.packets())
                    .as("seed %s, audio packets of %s", seed, sender.audioSent())
                    .isGreaterThan((long) (sender.audioSent() * 0.75));
            assertThat(video.senderReports()).isGreaterThan(30);
            assertThat(sender.transportFeedbacks()).isGreaterThan(300);
            assertThat(video.lastFrame()).isGreaterThan(1_700);
        }
        assertThat(sim.network().lost()).isGreaterThan(sim.network().sent() / 20);
    }

    @Test
    void theSameSeedGivesTheSameMinute() throws Exception {
        assertThat(minute(7)).isEqualTo(minute(7));
        assertThat(minute(7)).isNotEqualTo(minute(8));
    }

    private static Minute minute(long seed) throws Exception {
        SimRoom sim = new SimRoom(seed);
        TestPeer daniel = sim.peer("daniel").join();
        TestPeer mina = sim.peer("mina").join();
        sim.network().conditions(Conditions.of(0.10, 20, 50));
        sim.run(60_000);
        return new Minute(
                mina.slot(CAM_SLOT).digest() * 31 + daniel.slot(CAM_SLOT).digest(),
                sim.network().sent(),
                sim.packets().forwardedCount(),
                String.join("\n", sim.events().log()));
    }
}
