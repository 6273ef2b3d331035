/// Files and threads of the recorder.
@NullMarked
package live.lyceum.recorder.io;

import org.jspecify.annotations.NullMarked;
