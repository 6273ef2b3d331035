/// All that the other modules may see of the recorder: what to record, and the lines it has heard.
@NullMarked
package live.lyceum.recorder.api;

import org.jspecify.annotations.NullMarked;
