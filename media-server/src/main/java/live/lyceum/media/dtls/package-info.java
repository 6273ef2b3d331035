/// The passive side of a DTLS handshake, whose outcome is keys for SRTP (RFC 5764).
@NullMarked
package live.lyceum.media.dtls;

import org.jspecify.annotations.NullMarked;
