package live.lyceum.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import live.lyceum.media.wire.DropReason;
import live.lyceum.media.wire.SrtpProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handshakes over networks that lose, reorder and forge.
class DtlsBadNetworkTest {
    private final DtlsTestPair pair = new DtlsTestPair();

    @AfterEach
    void end() {
        pair.server.close();
        pair.client.abandon();
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "10, 2", "20, 3", "20, 4", "20, 5", "20, 6"})
    void lossAndReorderingOnlyDelay(int percent, long seed) throws Exception {
        pair.toServer = new Disorder(percent, seed);
        pair.toClient = new Disorder(percent, seed + 100);

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        assertThat(pair.serverKeys).usingRecursiveComparison().isEqualTo(pair.client.keys().get());
    }

    /// Loses a share of the datagrams, doubles another, and holds a third back until the next has
    /// passed.
    private static final class Disorder implements Function<byte[], List<byte[]>> {
        private final int percent;
        private final Random random;
        private final List<byte[]> heldBack = new ArrayList<>();

        Disorder(int percent, long seed) {
            this.percent = percent;
            this.random = new Random(seed);
        }

        @Override
        public List<byte[]> apply(byte[] datagram) {
            if (chance()) {
                return List.of();
            }
            if (chance()) {
                heldBack.add(datagram);
                return List.of();
            }
            List<byte[]> arriving = new ArrayList<>(List.of(datagram));
            if (chance()) {
                arriving.add(datagram);
            }
            arriving.addAll(heldBack);
            heldBack.clear();
            return arriving;
        }

        private boolean chance() {
            return random.nextInt(100) < percent;
        }
    }

    /// Bouncy Castle would change keys for it and never read CertificateVerify again.
    @Test
    void changeCipherSpecMayOvertakeCertificateVerify() throws Exception {
        List<byte[]> verify = new ArrayList<>();
        pair.toServer =
                datagram -> {
                    boolean first = isCertificateVerify(datagram) && verify.isEmpty();
                    if (first) {
                        verify.add(datagram);
                    }
                    return first ? List.of() : List.of(datagram);
                };

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        assertThat(verify).hasSize(1);
        assertThat(pair.drops.count(DropReason.DTLS_UNEXPECTED)).isPositive();
    }

    private static boolean isCertificateVerify(byte[] datagram) {
        return datagram[0] == 22 && datagram[4] == 0 && datagram[13] == 15;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1603", // cut off
                "16fefd0000000000000000ffff00", // longer than the datagram
                "160303000000000000000000040e000000", // TLS, not DTLS
                "15fefd000000000000000000020228", // fatal alert: handshake_failure
                "15fefd000000000000000000020100", // close_notify in the clear
                "17fefd00000000000000000003010203", // application data in the clear
                "14fefd0000000000000000000101", // ChangeCipherSpec
                "16fefd000000000000000000040e000000", // no whole message header
                "16fefd00000000000000000010ff00000400000000000000040badf00d", // no such message
                "16fefd0000000000000000000c14000004000000000000000c", // fragment cut off
                "16fefd0001000000000000000400000000", // epoch 1
                "15fefd0001000000000000001a000100000000000000deadbeefdeadbeefdeadbeefdeadbeefcafe",
                "16fefd0002000000000000000400000000", // epoch 2
                "18fefd0000000000000000000400000000", // heartbeat
            })
    void garbageDoesNotEndTheHandshake(String hex) throws Exception {
        byte[] garbage = HexFormat.of().parseHex(hex);
        pair.deliver(garbage);
        pair.toServer = datagram -> List.of(garbage, datagram, garbage);

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        pair.deliver(garbage);
        assertThat(pair.closed).isEmpty();
        assertThat(pair.drops.count(DropReason.DTLS_UNEXPECTED)).isPositive();
    }

    /// Well formed as a record and as a message, but not inside: nothing has been answered yet, so
    /// nothing is lost.
    @Test
    void misshapenClientHelloIsForgiven() throws Exception {
        byte[] hello =
                HexFormat.of()
                        .parseHex("16fefd00000000000000000010010000040000000000000004deadbeef");
        pair.deliver(hello);
        pair.deliver(hello);

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        assertThat(pair.closed).isEmpty();
    }

    @Test
    void garbageBehindGoodRecordsInOneDatagramIsCutOff() throws Exception {
        var random = new Random(7);
        pair.toServer =
                datagram -> {
                    byte[] longer = Arrays.copyOf(datagram, datagram.length + 40);
                    byte[] tail = new byte[40];
                    random.nextBytes(tail);
                    System.arraycopy(tail, 0, longer, datagram.length, tail.length);
                    return List.of(longer);
                };

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        assertThat(pair.closed).isEmpty();
    }

    @Test
    void randomRecordsDoNotEndTheHandshake() throws Exception {
        var random = new Random(8);
        pair.toServer =
                datagram -> {
                    byte[] noise = new byte[13 + random.nextInt(60)];
                    random.nextBytes(noise);
                    noise[0] = (byte) (20 + random.nextInt(5));
                    noise[1] = (byte) 0xFE;
                    noise[3] = 0;
                    noise[4] = (byte) random.nextInt(2);
                    noise[11] = 0;
                    noise[12] = (byte) (noise.length - 13);
                    return List.of(noise, datagram);
                };

        pair.connect(SrtpProfile.AEAD_AES_128_GCM);

        assertThat(pair.closed).isEmpty();
    }

    @Test
    void garbageAfterTheHandshakeEndsNothing() throws Exception {
        pair.connect(SrtpProfile.AEAD_AES_128_GCM);
        var random = new Random(9);
        for (int i = 0; i < 1_000; i++) {
            byte[] forged = new byte[13 + 30];
            random.nextBytes(forged);
            forged[0] = (byte) (i % 2 == 0 ? 21 : 22);
            forged[1] = (byte) 0xFE;
            forged[2] = (byte) 0xFD;
            forged[3] = 0;
            forged[4] = 1;
            forged[5] = 0;
            forged[11] = 0;
            forged[12] = 30;
            pair.deliver(forged);
        }

        List<byte[]> goodbye = new ArrayList<>();
        pair.toServer =
                datagram -> {
                    goodbye.add(datagram);
                    return List.of();
                };
        pair.client.sayGoodbye();
        pair.loop.runUntil(
                "the real end, which finds the queue full at first",
                () -> {
                    goodbye.forEach(pair::deliver);
                    return !pair.closed.isEmpty();
                });

        assertThat(pair.closed).containsExactly("closed by peer");
    }

    @Test
    void everyPrefixOfARecordIsDropped() throws Exception {
        List<byte[]> sent = new ArrayList<>();
        pair.toServer =
                datagram -> {
                    sent.add(datagram);
                    return List.of(datagram);
                };
        pair.connect(SrtpProfile.AEAD_AES_128_GCM);
        var fresh = new DtlsTestPair();
        int count = 0;
        for (byte[] datagram : sent) {
            for (int length = 0; length < datagram.length; length++) {
                fresh.deliver(Arrays.copyOf(datagram, length));
                count++;
            }
        }

        assertThat(fresh.drops.count(DropReason.DTLS_UNEXPECTED)).isEqualTo(count);
        fresh.server.close();
    }

    @Test
    void floodFillsTheQueueAndTheHandshakeGoesOn() throws Exception {
        List<byte[]> hello = new ArrayList<>();
        pair.toServer =
                datagram -> {
                    if (hello.isEmpty()) {
                        hello.add(datagram);
                    }
                    return List.of(datagram);
                };
        pair.start(SrtpProfile.AEAD_AES_128_GCM);
        pair.loop.runUntil("a ClientHello", () -> !hello.isEmpty());
        for (int i = 0; i < 10_000 && pair.refused == 0; i++) {
            pair.deliver(hello.getFirst());
        }
        assertThat(pair.refused).as("refused").isPositive();

        pair.loop.runUntil("keys on both sides", pair::connected);

        assertThat(pair.closed).isEmpty();
    }
}
