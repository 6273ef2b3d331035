/// Speech recognised by a program of the operator's: one process for what is said at a time.
@NullMarked
package live.lyceum.recorder.command;

import org.jspecify.annotations.NullMarked;
