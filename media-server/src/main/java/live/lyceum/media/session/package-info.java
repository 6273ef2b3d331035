/// Composes the protocols for one participant, and the participants for one room.
@NullMarked
package live.lyceum.media.session;

import org.jspecify.annotations.NullMarked;
