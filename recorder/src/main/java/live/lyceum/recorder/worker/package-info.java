/// The recording's worker: a child process that follows a recording's folder while the lesson runs
/// and makes files of it. One thread; what it made survives its own death.
@NullMarked
package live.lyceum.recorder.worker;

import org.jspecify.annotations.NullMarked;
