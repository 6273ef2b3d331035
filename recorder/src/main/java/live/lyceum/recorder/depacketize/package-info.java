/// RTP packets as they came -> what a decoder takes: in order, each once, whole pictures only.
/// Pure: times are those that the packets came with.
@NullMarked
package live.lyceum.recorder.depacketize;

import org.jspecify.annotations.NullMarked;
