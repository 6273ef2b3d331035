/// STUN messages as they are on the wire (RFC 8489).
@NullMarked
package live.lyceum.media.wire.stun;

import org.jspecify.annotations.NullMarked;
