/// The IO shell: sockets, event loops and timers around the pure packet machine.
@NullMarked
package live.lyceum.media.loop;

import org.jspecify.annotations.NullMarked;
