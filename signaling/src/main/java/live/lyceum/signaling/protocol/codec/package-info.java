/// The messages of the signaling protocol as JSON.
@NullMarked
package live.lyceum.signaling.protocol.codec;

import org.jspecify.annotations.NullMarked;
