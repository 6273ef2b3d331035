/// How nodes talk about rooms. A single node needs no channel, so there is nothing here yet.
@NullMarked
package live.lyceum.signaling.channel;

import org.jspecify.annotations.NullMarked;
