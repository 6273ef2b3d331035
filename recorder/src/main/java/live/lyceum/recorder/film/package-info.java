/// What the film of a lesson shows and says when, and what is written about it: who is where on the
/// picture, where sound belongs, chapters, the manifest. Pure.
@NullMarked
package live.lyceum.recorder.film;

import org.jspecify.annotations.NullMarked;
