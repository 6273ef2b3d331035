/// All that the other modules may see of the media plane: the server, its events, its taps, and the
/// ids of what it carries.
@NullMarked
package live.lyceum.media.api;

import org.jspecify.annotations.NullMarked;
