/// Micro-benchmarks of the hot paths and loads on the whole.
@NullMarked
package live.lyceum.bench;

import org.jspecify.annotations.NullMarked;
