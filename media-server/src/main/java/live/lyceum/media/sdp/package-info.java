/// Offers into values, and values into answers (RFC 9429); pure.
@NullMarked
package live.lyceum.media.sdp;

import org.jspecify.annotations.NullMarked;
