/// All that the other modules may see of the recorder: recordings, what is made of them, and who
/// makes them.
@NullMarked
package live.lyceum.recorder.api;

import org.jspecify.annotations.NullMarked;
