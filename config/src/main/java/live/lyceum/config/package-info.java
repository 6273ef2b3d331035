/// Typed settings: what the operator may choose, read once at the start, validated, and handed down
/// as values.
@NullMarked
package live.lyceum.config;

import org.jspecify.annotations.NullMarked;
