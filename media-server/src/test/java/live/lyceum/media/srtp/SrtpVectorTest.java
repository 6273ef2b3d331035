package live.lyceum.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.SrtpCipherGcm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bytes that others have published.
class SrtpVectorTest {
    private static final String RTP = "800f1234decafbadcafebabe" + "ab".repeat(16);
    private static final String RTCP = "81c8000bcafebabe" + "ab".repeat(16);

    /// Master key and salt of RFC 3711 appendix B.3; the packets are those libsrtp has validated
    /// itself with since 2001 (test/srtp_driver.c, srtp_validate).
    private static final Vector COUNTER_MODE =
            new Vector(
                    SrtpProfile.AES128_CM_HMAC_SHA1_80,
                    "e1f97a0d3e018be0d64fa32c06de4139",
                    "0ec675ad498afeebb6960b3aabe6",
                    "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
                    "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798");

    /// libsrtp, test/srtp_driver.c, srtp_validate_gcm.
    private static final Vector GCM =
            new Vector(
                    SrtpProfile.AEAD_AES_128_GCM,
                    "000102030405060708090a0b0c0d0e0f",
                    "a0a1a2a3a4a5a6a7a8a9aaab",
                    "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06e"
                            + "d2976826f796b201df3131a127e8a392",
                    "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025"
                            + "c52c6fbea2b3b446ea31123ba88ce61e80000001");

    private record Vector(SrtpProfile profile, String key, String salt, String srtp, String srtcp) {
        SrtpTransport transport(boolean client) {
            return new SrtpTransport(
                    new SrtpKeys(profile, hex(key), hex(salt), hex(key), hex(salt)), client);
        }
    }

    @Test
    void counterModeIsThatOfLibsrtp() {
        check(COUNTER_MODE);
    }

    @Test
    void gcmIsThatOfLibsrtp() {
        check(GCM);
    }

    private static void check(Vector vector) {
        SrtpTransport sender = vector.transport(true);
        assertThat(SrtpPair.protectRtp(sender, hex(RTP))).isEqualTo(hex(vector.srtp()));
        // libsrtp gives its first RTCP packet the index 1, jitsi-srtp 0: both are allowed.
        SrtpPair.protectRtcp(sender, hex(RTCP));
        assertThat(SrtpPair.protectRtcp(sender, hex(RTCP))).isEqualTo(hex(vector.srtcp()));

        SrtpTransport receiver = vector.transport(false);
        byte[] srtp = hex(vector.srtp());
        int length = receiver.unprotectRtp(srtp, 0, srtp.length);
        assertThat(Arrays.copyOf(srtp, length)).isEqualTo(hex(RTP));
        byte[] srtcp = hex(vector.srtcp());
        length = receiver.unprotectRtcp(srtcp, 0, srtcp.length);
        assertThat(Arrays.copyOf(srtcp, length)).isEqualTo(hex(RTCP));
    }

    /// RFC 7714 sections 16.1.1 and 16.2.1. They give session keys, so they reach the cipher only.
    @ParameterizedTest
    @CsvSource({
        "000102030405060708090a0b0c0d0e0f, f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a"
                + "51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 32b1de78a822fe12ef9f78fa"
                + "332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a7"
                + "6c13",
    })
    void gcmIsThatOfRfc7714(String key, String expected) throws Exception {
        // Sets the cipher the server uses.
        COUNTER_MODE.transport(true);
        byte[] header = hex("8040f17b8041f8d35501a0b2");
        byte[] text = "Gallia est omnis divisa in partes tres".getBytes(StandardCharsets.US_ASCII);
        var cipher = new SrtpCipherGcm(Aes.createCipher("AES/GCM/NoPadding"));
        cipher.init(hex(key), new byte[12]);
        byte[] buffer = Arrays.copyOf(text, text.length + 16);

        cipher.setIV(hex("51753c6580c2726f20718414"), Cipher.ENCRYPT_MODE);
        cipher.processAAD(header, 0, header.length);
        cipher.process(buffer, 0, text.length);

        assertThat(buffer).isEqualTo(hex(expected));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
