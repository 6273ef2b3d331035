/// Gemini Live, a service that recognises speech: its protocol and connections to it.
@NullMarked
package live.lyceum.recorder.gemini;

import org.jspecify.annotations.NullMarked;
