/// Pictures and tones of which one knows what they are and when, for lessons in virtual time, and
/// what is found of them in a file.
@NullMarked
package live.lyceum.recorder.stock;

import org.jspecify.annotations.NullMarked;
