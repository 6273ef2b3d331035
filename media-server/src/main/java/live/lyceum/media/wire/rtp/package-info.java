/// RTP packets and their header extensions as they are on the wire (RFC 3550, RFC 8285).
@NullMarked
package live.lyceum.media.wire.rtp;

import org.jspecify.annotations.NullMarked;
