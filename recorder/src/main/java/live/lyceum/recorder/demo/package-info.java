/// What stands in for a service that recognises speech, to be looked at without one.
@NullMarked
package live.lyceum.recorder.demo;

import org.jspecify.annotations.NullMarked;
