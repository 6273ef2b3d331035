package live.lyceum.media.srtp;

import java.security.GeneralSecurityException;
import live.lyceum.media.wire.SrtpProfile;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/// Makes jitsi-srtp's contexts for one direction of one transport: keys derived, rollover counter
/// 0.
final class SrtpContexts {
    // The parent, by name, of all loggers of the library; held here, or its level would be
    // collected with it.
    private static final Logger LIBRARY_LOG = new LoggerImpl("org.jitsi.srtp");

    static {
        // Otherwise the first context waits seconds for a benchmark of all ciphers; this is the
        // fastest one on a JVM.
        Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
        // It would log for a packet; packets that fail are counted by us.
        LIBRARY_LOG.setLevelOff();
    }

    private final SrtpContextFactory factory;

    SrtpContexts(SrtpProfile profile, boolean sender, byte[] key, byte[] salt) {
        SrtpPolicy policy = policy(profile);
        factory = new SrtpContextFactory(sender, key, salt, policy, policy, LIBRARY_LOG);
    }

    /// A context for the RTP of one SSRC.
    SrtpCryptoContext rtp(int ssrc) {
        try {
            return factory.deriveContext(ssrc, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES and HMAC-SHA1", e);
        }
    }

    /// A context for the RTCP of one sender's SSRC.
    SrtcpCryptoContext rtcp(int ssrc) {
        try {
            return factory.deriveControlContext(ssrc);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES and HMAC-SHA1", e);
        }
    }

    /// Bytes a packet grows by when it is protected, RTCP's index left out.
    static int tagLength(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> 16; // RFC 7714 section 13
            case AES128_CM_HMAC_SHA1_80 -> 10; // RFC 3711 section 5.2
        };
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM, AEAD_AES_256_GCM ->
                    new SrtpPolicy(
                            SrtpPolicy.AESGCM_ENCRYPTION,
                            profile.keyLength(),
                            SrtpPolicy.NULL_AUTHENTICATION,
                            0,
                            tagLength(profile),
                            profile.saltLength());
            case AES128_CM_HMAC_SHA1_80 ->
                    new SrtpPolicy(
                            SrtpPolicy.AESCM_ENCRYPTION,
                            profile.keyLength(),
                            SrtpPolicy.HMACSHA1_AUTHENTICATION,
                            20,
                            tagLength(profile),
                            profile.saltLength());
        };
    }
}
