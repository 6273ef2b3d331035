/// One running node: composes the signaling packages, and starts and stops them in order.
@NullMarked
package live.lyceum.signaling.node;

import org.jspecify.annotations.NullMarked;
