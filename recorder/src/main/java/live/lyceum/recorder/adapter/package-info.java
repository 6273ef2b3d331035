/// What the ways to services and programs that recognise speech have in common.
@NullMarked
package live.lyceum.recorder.adapter;

import org.jspecify.annotations.NullMarked;
