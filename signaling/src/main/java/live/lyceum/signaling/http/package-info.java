/// The REST room API, WHIP and WHEP, and the page itself.
@NullMarked
package live.lyceum.signaling.http;

import org.jspecify.annotations.NullMarked;
