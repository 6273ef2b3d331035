/// Tells integrators' servers what happened, in order and until they have it.
@NullMarked
package live.lyceum.signaling.webhook;

import org.jspecify.annotations.NullMarked;
