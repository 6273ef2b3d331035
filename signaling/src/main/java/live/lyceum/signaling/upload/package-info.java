/// What people record on their own devices and send here, piece by piece.
@NullMarked
package live.lyceum.signaling.upload;

import org.jspecify.annotations.NullMarked;
