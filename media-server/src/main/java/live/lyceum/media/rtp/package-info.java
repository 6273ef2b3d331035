/// The state of RTP streams as they arrive and leave: unwrapping, loss, reports, retransmission
/// (RFC 3550, RFC 4588).
@NullMarked
package live.lyceum.media.rtp;

import org.jspecify.annotations.NullMarked;
