/// A recording read back: what was said and shown, complete frames in the order of time on one
/// clock, whatever the network and the senders' clocks did.
@NullMarked
package live.lyceum.recorder.lesson;

import org.jspecify.annotations.NullMarked;
