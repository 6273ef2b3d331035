/// How nodes talk about rooms: the port, in memory and over Redis.
@NullMarked
package live.lyceum.signaling.channel;

import org.jspecify.annotations.NullMarked;
