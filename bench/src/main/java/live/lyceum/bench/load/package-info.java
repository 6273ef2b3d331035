/// A load on the whole server, from another process, beside a relay that does the least a relay can
/// do.
@NullMarked
package live.lyceum.bench.load;

import org.jspecify.annotations.NullMarked;
