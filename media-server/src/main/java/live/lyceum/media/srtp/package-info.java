/// Protects and unprotects RTP and RTCP with the keys of one transport (RFC 3711, RFC 7714).
@NullMarked
package live.lyceum.media.srtp;

import org.jspecify.annotations.NullMarked;
