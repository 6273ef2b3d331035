/// The journal: what passed a publication's mute gate, in append-only files that are complete at
/// every byte. Pure values and bytes; files and threads are `recorder.io`'s.
@NullMarked
package live.lyceum.recorder.journal;

import org.jspecify.annotations.NullMarked;
