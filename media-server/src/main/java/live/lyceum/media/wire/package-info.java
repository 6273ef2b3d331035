/// Bytes and values, and which protocol a datagram belongs to (RFC 7983); pure functions without
/// state.
@NullMarked
package live.lyceum.media.wire;

import org.jspecify.annotations.NullMarked;
