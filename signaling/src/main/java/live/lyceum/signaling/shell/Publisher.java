package live.lyceum.signaling.shell;

import live.lyceum.signaling.protocol.Role;

/// A WHIP client with a token that was found good. It takes its owner's seat as a page does, under
/// the resource's id.
public record Publisher(MediaResource resource, String name, Role role, String sdp) {
    /// Leaves out name and SDP.
    @Override
    public String toString() {
        return "Publisher[%s, %s]".formatted(resource, role);
    }
}
