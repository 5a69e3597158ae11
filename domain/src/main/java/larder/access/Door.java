package larder.access;

import java.util.Optional;

/**
 * Who may come in, and where they may go.
 *
 * @param passwords empty if no client has to log in
 * @param connectPorts the ports to which {@code CONNECT} may tunnel
 * @param prefixing which clients may put a target behind the proxy's own address
 */
public record Door(
    ClientRules clients,
    Optional<PasswordPort> passwords,
    HostRules hosts,
    ConnectPorts connectPorts,
    Prefixing prefixing) {}
