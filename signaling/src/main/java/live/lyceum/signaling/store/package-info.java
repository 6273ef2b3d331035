/// Where the events of a room are kept: the port, and the databases behind it.
@NullMarked
package live.lyceum.signaling.store;

import org.jspecify.annotations.NullMarked;
