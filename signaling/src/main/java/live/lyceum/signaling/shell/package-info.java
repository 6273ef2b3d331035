/// Runs rooms: one writer for each, and the effects that their events ask for.
@NullMarked
package live.lyceum.signaling.shell;

import org.jspecify.annotations.NullMarked;
