/// The program: command line, wiring of the modules, and the order in which they stop.
@NullMarked
package live.lyceum.app;

import org.jspecify.annotations.NullMarked;
