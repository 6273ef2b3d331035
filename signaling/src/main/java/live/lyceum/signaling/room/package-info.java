/// The room as a pure state machine: a command and the time go in, events come out.
@NullMarked
package live.lyceum.signaling.room;

import org.jspecify.annotations.NullMarked;
