/// RTCP packets as they are on the wire (RFC 3550, RFC 4585, RFC 5104).
@NullMarked
package live.lyceum.media.wire.rtcp;

import org.jspecify.annotations.NullMarked;
