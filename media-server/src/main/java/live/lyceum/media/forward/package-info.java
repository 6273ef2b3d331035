/// Which packet goes to whom and under which numbers: publications, subscriptions, layers,
/// rewriting, allocation.
@NullMarked
package live.lyceum.media.forward;

import org.jspecify.annotations.NullMarked;
