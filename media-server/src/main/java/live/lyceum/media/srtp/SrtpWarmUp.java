package live.lyceum.media.srtp;

import live.lyceum.media.wire.Bytes;
import live.lyceum.media.wire.SrtpKeys;
import live.lyceum.media.wire.SrtpProfile;

/// Loads the ciphers of every profile, which the first packet would otherwise wait for.
public final class SrtpWarmUp {
    // Enough for the compiler to notice.
    private static final int PACKETS = 2_000;
    private static final int PACKET_LENGTH = 1_100;

    private SrtpWarmUp() {}

    /// Blocks for some tenths of a second: not for an event loop. Returns how many packets made it
    /// through both directions.
    public static int run() {
        int passed = 0;
        for (SrtpProfile profile : SrtpProfile.values()) {
            // Keys are all zero: nothing of this is ever sent.
            var keys =
                    new SrtpKeys(
                            profile,
                            new byte[profile.keyLength()],
                            new byte[profile.saltLength()],
                            new byte[profile.keyLength()],
                            new byte[profile.saltLength()]);
            var sender = new SrtpTransport(keys, true);
            var receiver = new SrtpTransport(keys, false);
            byte[] buffer = new byte[PACKET_LENGTH + SrtpTransport.MAX_TAIL];
            buffer[0] = (byte) 0x80;
            for (int i = 0; i < PACKETS; i++) {
                Bytes.put16(buffer, 2, i);
                int length = sender.protectRtp(buffer, 0, PACKET_LENGTH);
                if (receiver.unprotectRtp(buffer, 0, length) == PACKET_LENGTH) {
                    passed++;
                }
                length = sender.protectRtcp(buffer, 0, PACKET_LENGTH);
                if (receiver.unprotectRtcp(buffer, 0, length) == PACKET_LENGTH) {
                    passed++;
                }
            }
        }
        return passed;
    }
}
