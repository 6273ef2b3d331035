/// From speech to lines of text: the port to what recognises speech, and what is pure around it.
@NullMarked
package live.lyceum.recorder.transcribe;

import org.jspecify.annotations.NullMarked;
