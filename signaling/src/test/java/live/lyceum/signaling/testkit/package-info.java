/// What the tests of the signaling plane are played with: a scripted media plane, a store that
/// waits, clients that remember, and a whole node on loopback.
@NullMarked
package live.lyceum.signaling.testkit;

import org.jspecify.annotations.NullMarked;
