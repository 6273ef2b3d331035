/// A virtual clock, a seeded network and peers to test the media plane with, here and in the
/// modules above.
@NullMarked
package live.lyceum.media.testkit;

import org.jspecify.annotations.NullMarked;
