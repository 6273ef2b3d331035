/// What a forwarding unit has to know of a payload: keyframes, layers and picture ids (RFC 7741,
/// RFC 6184, RFC 9628, and the AV1 RTP specification).
@NullMarked
package live.lyceum.media.wire.codec;

import org.jspecify.annotations.NullMarked;
