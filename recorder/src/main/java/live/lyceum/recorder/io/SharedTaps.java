package live.lyceum.recorder.io;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import live.lyceum.media.api.MediaTap;
import live.lyceum.media.api.ParticipantId;
import live.lyceum.media.api.RoomId;
import live.lyceum.media.api.Source;
import org.jspecify.annotations.Nullable;

/// Lets several tap the same room, each coming and going by itself: a room's one tap is replaced by
/// one of all who want it then, between two packets. So nobody loses a packet or gets one twice,
/// but may be told again how the gates are. Safe to call from any thread; nothing here blocks.
public final class SharedTaps {
    /// One that takes part; what it was told is its room's media loop's.
    private static final class Member {
        private final MediaTap tap;
        private boolean began;

        private Member(MediaTap tap) {
            this.tap = tap;
        }
    }

    /// All that take part in a room at a time.
    private static final class All implements MediaTap {
        private final List<Member> members;
        private boolean picturesBegin;

        private All(List<Member> members) {
            this.members = members;
        }

        @Override
        public void began(long nowNs) {
            for (Member each : members) {
                if (!each.began) {
                    each.began = true;
                    each.tap.began(nowNs);
                    picturesBegin |= each.tap.takesPictures();
                }
            }
        }

        /// Whether somebody came who does; for the others they go on.
        @Override
        public boolean takesPictures() {
            return picturesBegin;
        }

        @Override
        public void packet(
                Stream stream, int level, byte[] buffer, int offset, int length, long nowNs) {
            for (Member each : members) {
                each.tap.packet(stream, level, buffer, offset, length, nowNs);
            }
        }

        @Override
        public void report(Stream stream, long ntp, int rtpTimestamp, long nowNs) {
            for (Member each : members) {
                each.tap.report(stream, ntp, rtpTimestamp, nowNs);
            }
        }

        @Override
        public void gate(ParticipantId who, Source source, boolean open, long nowNs) {
            for (Member each : members) {
                each.tap.gate(who, source, open, nowNs);
            }
        }

        @Override
        public void left(ParticipantId who, long nowNs) {
            for (Member each : members) {
                each.tap.left(who, nowNs);
            }
        }
    }

    private final class Point implements TapPoint {
        @Override
        public CompletionStage<Void> tap(RoomId room, @Nullable MediaTap tap) {
            return set(this, room, tap);
        }
    }

    private final TapPoint media;
    private final Map<RoomId, Map<Point, Member>> rooms = new HashMap<>();

    /// @param media which has one tap for each room
    public SharedTaps(TapPoint media) {
        this.media = media;
    }

    /// For one who taps rooms.
    public TapPoint point() {
        return new Point();
    }

    /// What is wanted is kept also where the media plane refuses; so the next call sets it, whoever
    /// makes it.
    private synchronized CompletionStage<Void> set(
            Point point, RoomId room, @Nullable MediaTap tap) {
        Map<Point, Member> all = rooms.computeIfAbsent(room, _ -> new LinkedHashMap<>());
        Member before = all.get(point);
        if (tap == null) {
            all.remove(point);
        } else if (before == null || !before.tap.equals(tap)) {
            all.put(point, new Member(tap));
        }
        if (all.isEmpty()) {
            rooms.remove(room);
            return media.tap(room, null);
        }
        return media.tap(room, new All(List.copyOf(all.values())));
    }
}
