/// What was not recognised while it was spoken is recognised afterwards, from the journals of the
/// microphones. Blocks; owned by its caller's thread.
@NullMarked
package live.lyceum.recorder.backfill;

import org.jspecify.annotations.NullMarked;
