package larder.access;

import java.util.Optional;

/**
 * Who may come in, and where they may go.
 *
 * @param passwords empty: nobody is asked who they are
 * @param connectPorts what {@code CONNECT} may reach
 * @param prefixing who may put a target behind the proxy's own address
 */
public record Door(
    ClientRules clients,
    Optional<PasswordPort> passwords,
    HostRules hosts,
    ConnectPorts connectPorts,
    Prefixing prefixing) {}
