/// One WebSocket for each participant: authentication, limits, the cursor into the room's log.
@NullMarked
package live.lyceum.signaling.ws;

import org.jspecify.annotations.NullMarked;
