/// Films in a store that speaks S3's protocol. Loaded only when one is set.
@NullMarked
package live.lyceum.recorder.archive;

import org.jspecify.annotations.NullMarked;
