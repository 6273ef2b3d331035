/// Receipts of sessions: what they came to, signed, and how anybody can check them.
@NullMarked
package live.lyceum.signaling.receipt;

import org.jspecify.annotations.NullMarked;
