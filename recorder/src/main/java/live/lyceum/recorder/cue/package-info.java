/// The cue file of a recording: what one has to know of the lesson besides its media, written by
/// the server, read by the worker.
@NullMarked
package live.lyceum.recorder.cue;

import org.jspecify.annotations.NullMarked;
