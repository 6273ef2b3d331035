/// Estimates the bitrate a path can carry from transport-wide feedback
/// (draft-holmer-rmcat-transport-wide-cc).
@NullMarked
package live.lyceum.media.bwe;

import org.jspecify.annotations.NullMarked;
