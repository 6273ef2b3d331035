package live.lyceum.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import live.lyceum.media.wire.SrtpProfile;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.HmacSha1;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What jitsi-srtp makes of a class path without JNA.
class SrtpLibraryTest {
    @BeforeAll
    static void chooseTheCiphersOfTheServer() {
        assertThat(new SrtpPair(SrtpProfile.AEAD_AES_128_GCM, 1)).isNotNull();
    }

    @Test
    void nativeCodeIsNotLoaded() {
        assertThat(JitsiOpenSslProvider.isLoaded()).isFalse();
    }

    @Test
    void ciphersAreThoseOfTheJdk() {
        for (String cipher : new String[] {"AES/CTR/NoPadding", "AES/GCM/NoPadding"}) {
            assertThat(Aes.createCipher(cipher).getProvider().getName()).isEqualTo("SunJCE");
        }
        assertThat(HmacSha1.createMac(new LoggerImpl("test")).getProvider().getName())
                .isEqualTo("SunJCE");
    }

    @Test
    void warmUpPasses() {
        assertThat(SrtpWarmUp.run()).isEqualTo(3 * 2 * 2_000);
    }
}
