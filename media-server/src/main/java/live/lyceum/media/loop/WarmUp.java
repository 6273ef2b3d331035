package live.lyceum.media.loop;

import java.security.SecureRandom;
import live.lyceum.media.dtls.DtlsIdentity;
import live.lyceum.media.dtls.DtlsWarmUp;
import live.lyceum.media.ice.IceWarmUp;
import live.lyceum.media.srtp.SrtpWarmUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs once what is slow the first time, before anybody is let in: the first participants of a
/// cold server would wait for seconds.
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    /// Blocks for about a second.
    static void run(DtlsIdentity identity, SecureRandom random) throws InterruptedException {
        long startNs = System.nanoTime();
        int checks = IceWarmUp.run(random);
        int contexts = SrtpWarmUp.run();
        int handshakes = DtlsWarmUp.run(identity, random);
        LOG.info(
                "warm after {} ms: {} checks, {} SRTP round trips, {} handshakes",
                (System.nanoTime() - startNs) / 1_000_000,
                checks,
                contexts,
                handshakes);
    }
}
