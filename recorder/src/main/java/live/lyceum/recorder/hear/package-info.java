/// From the packets of a microphone to speech; pure but for the decoder.
@NullMarked
package live.lyceum.recorder.hear;

import org.jspecify.annotations.NullMarked;
