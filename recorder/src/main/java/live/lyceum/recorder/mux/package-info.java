/// All native code of the project: decoding, scaling, encoding and muxing by FFmpeg. Only the
/// recording's worker may use it, in a process of its own. Whatever is native is freed by `close`;
/// nothing here may be used from two threads.
@NullMarked
package live.lyceum.recorder.mux;

import org.jspecify.annotations.NullMarked;
