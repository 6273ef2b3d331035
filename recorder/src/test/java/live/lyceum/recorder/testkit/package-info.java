/// Lessons that nobody gave, in virtual time: senders with clocks and networks of their own, and
/// what they leave in a recording's folder.
@NullMarked
package live.lyceum.recorder.testkit;

import org.jspecify.annotations.NullMarked;
