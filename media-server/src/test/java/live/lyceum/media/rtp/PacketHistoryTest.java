package live.lyceum.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketHistoryTest {
    private static final long PACKET_NS = 1_000_000L;

    private final byte[] into = new byte[2_000];

    @Test
    void givesBackWhatWasStored() {
        PacketHistory history = new PacketHistory(8, 1_000);
        byte[] packet = {9, 1, 2, 3, 9};
        history.store(70_000, packet, 1, 3, 0);

        assertThat(history.copy(70_000, into, 5)).isEqualTo(3);
        assertThat(Arrays.copyOfRange(into, 4, 9)).containsExactly(0, 1, 2, 3, 0);
        assertThat(history.copy(70_000 + 8, into, 0)).isEqualTo(-1);
        assertThat(history.copy(70_001, into, 0)).isEqualTo(-1);
    }

    @Test
    void aNumberOfPacketsIsTheBound() {
        PacketHistory history = new PacketHistory(4, 1_000);
        for (int n = 100; n < 105; n++) {
            store(history, n, 10);
        }
        assertThat(history.copy(100, into, 0)).isEqualTo(-1);
        for (int n = 101; n < 105; n++) {
            assertHeld(history, n, 10);
        }
    }

    @Test
    void aNumberOfBytesIsTheBound() {
        PacketHistory history = new PacketHistory(16, 100);
        for (int n = 100; n < 104; n++) {
            store(history, n, 30);
        }
        // The fourth did not fit behind the third; it stands where the first was.
        assertThat(history.copy(100, into, 0)).isEqualTo(-1);
        assertHeld(history, 101, 30);
        assertHeld(history, 103, 30);
    }

    @Test
    void aPacketAsLargeAsTheRingFitsAndALargerOneDoesNot() {
        PacketHistory history = new PacketHistory(4, 100);
        store(history, 1, 100);
        assertHeld(history, 1, 100);
        store(history, 2, 101);
        assertThat(history.copy(2, into, 0)).isEqualTo(-1);
        assertHeld(history, 1, 100);
    }

    @Test
    void neverGivesBytesOfAnother() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PacketHistory history = new PacketHistory(64, 40_000);
            int[] sizes = new int[20_000];
            int held = 0;
            for (int n = 0; n < sizes.length; n++) {
                sizes[n] = random.nextInt(1, 1_500);
                store(history, n, sizes[n]);
                int asked = Math.max(0, n - random.nextInt(80));
                if (history.copy(asked, into, 0) >= 0) {
                    assertHeld(history, asked, sizes[asked]);
                    held++;
                }
            }
            assertThat(held).as("seed %s", seed).isGreaterThan(2_000);
        }
    }

    @Test
    void growsUntilItHoldsTheTimeAndNoFurther() {
        PacketHistory history = new PacketHistory(1_024, 1 << 20);
        int stored = 0;
        // 1.2 MB a second, of which 600 ms are 720 KB.
        for (int i = 0; i < 3_000; i++) {
            store(history, ++stored, 1_200);
        }
        assertThat(history.capacity()).isEqualTo(1 << 20);
        for (int back = 0; back < 600; back++) {
            assertHeld(history, stored - back, 1_200);
        }

        // 100 KB a second, of which they are 60 KB.
        PacketHistory slow = new PacketHistory(1_024, 1 << 20);
        for (int n = 1; n < 3_000; n++) {
            store(slow, n, 100);
        }
        assertThat(slow.capacity()).isEqualTo(1 << 16);
    }

    @Test
    void holdsWhatItHeldWhenItGrows() {
        PacketHistory history = new PacketHistory(64, 1 << 20);
        int n = 0;
        while (history.capacity() < 1 << 17) {
            store(history, ++n, 1_400);
            for (int back = 0; back < Math.min(n, 20); back++) {
                assertHeld(history, n - back, 1_400);
            }
        }
    }

    @Test
    void aRingHasAPowerOfTwo() {
        assertThatThrownBy(() -> new PacketHistory(100, 1_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void store(PacketHistory history, int number, int size) {
        byte[] packet = new byte[size];
        Arrays.fill(packet, (byte) number);
        history.store(number, packet, 0, size, number * PACKET_NS);
    }

    private void assertHeld(PacketHistory history, int number, int size) {
        assertThat(history.copy(number, into, 0)).isEqualTo(size);
        for (int i = 0; i < size; i++) {
            if (into[i] != (byte) number) {
                throw new AssertionError("byte " + i + " of " + number + " is another packet's");
            }
        }
    }
}
