package live.lyceum.media.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import live.lyceum.media.testkit.Mutations;
import live.lyceum.media.wire.rtp.RtpPacket;
import live.lyceum.media.wire.rtp.RtpWriter;
import org.junit.jupiter.api.Test;

class RedTest {
    private static final int OPUS = 111;

    /// One redundant block of 3 bytes, 960 units old, then a primary one of 2 bytes.
    private static final byte[] TWO_BLOCKS = {(byte) 0xef, 0x0f, 0x00, 0x03, 0x6f, 1, 2, 3, 10, 11};

    @Test
    void thePrimaryBlockIsTheLast() {
        assertThat(primary(TWO_BLOCKS)).isEqualTo(8);
        assertThat(primary(new byte[] {0x6f, 10, 11})).isEqualTo(1);
    }

    @Test
    void everyShorterPayloadIsTooShort() {
        Mutations.everyPrefix(
                TWO_BLOCKS,
                prefix -> {
                    // One byte of the primary block is a primary block.
                    boolean whole = prefix.length >= TWO_BLOCKS.length - 1;
                    assertThat(primary(prefix)).isEqualTo(whole ? 8 : -1);
                });
    }

    @Test
    void aBlockOfAnotherKindIsRefused() {
        byte[] other = TWO_BLOCKS.clone();
        other[4] = 0x6e;
        assertThat(primary(other)).isEqualTo(-1);
    }

    @Test
    void blocksWithoutEndAreRefused() {
        byte[] blocks = new byte[400];
        Arrays.fill(blocks, (byte) 0);
        for (int at = 0; at < blocks.length; at += 4) {
            blocks[at] = (byte) 0xef;
        }
        assertThat(primary(blocks)).isEqualTo(-1);
    }

    @Test
    void theBlocksTakeTheReceiversName() {
        byte[] renamed = TWO_BLOCKS.clone();
        Red.rename(renamed, 0, 109);
        assertThat(Red.primaryOffset(renamed, 0, renamed.length, 109)).isEqualTo(8);
        assertThat(Arrays.copyOfRange(renamed, 5, 10)).containsExactly(1, 2, 3, 10, 11);
    }

    @Test
    void howFarItReachesBackIsTheOldestBlocks() {
        assertThat(Red.reach(TWO_BLOCKS, 0)).isEqualTo(960);
        assertThat(Red.reach(new byte[] {0x6f, 10, 11}, 0)).isZero();
        byte[] three = {(byte) 0xef, 0, 4, 0, (byte) 0xef, (byte) 0xff, (byte) 0xfc, 0, 0x6f, 1};
        assertThat(Red.reach(three, 0)).isEqualTo((1 << 14) - 1);
    }

    @Test
    void unwrappedThePrimaryBlockIsAllThePayload() {
        byte[] buffer = new byte[200];
        RtpWriter writer = new RtpWriter().header(buffer, 3, true, 63, 10, 960, 7);
        writer.extension(4, new byte[] {'m', 'i', 'd'}, 0, 3);
        writer.payload(TWO_BLOCKS, 0, TWO_BLOCKS.length);
        RtpPacket packet = new RtpPacket();
        assertThat(packet.parse(buffer, 3, writer.length())).isNull();

        Red.unwrap(packet, 8, OPUS);

        assertThat(packet.payloadType()).isEqualTo(OPUS);
        assertThat(packet.sequenceNumber()).isEqualTo(10);
        assertThat(packet.timestamp()).isEqualTo(960);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.extensionLength(4)).isEqualTo(3);
        assertThat(packet.payloadLength()).isEqualTo(2);
        assertThat(buffer[packet.payloadOffset()]).isEqualTo((byte) 10);
    }

    private static int primary(byte[] payload) {
        return Red.primaryOffset(payload, 0, payload.length, OPUS);
    }
}
