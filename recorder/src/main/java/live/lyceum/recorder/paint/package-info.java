/// Drawing without the system's help: text from bundled fonts, cards, labels and the background of
/// the film, as YUV. Pure.
@NullMarked
package live.lyceum.recorder.paint;

import org.jspecify.annotations.NullMarked;
