package larder.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import larder.access.Allowances;
import larder.access.ClientRules;
import larder.access.ConnectPorts;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.access.IpRange;
import larder.access.Prefixing;
import larder.caching.Rfc9111Policy;
import larder.forwarding.FinishAborted;
import larder.socket.origin.Upstreams;
import org.jspecify.annotations.Nullable;

/** What a test wants its proxy to be: unless said otherwise, one that only remembers. */
final class Setup {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock();
  private String host = "127.0.0.1";
  private int port;
  private int maxConnections = 1000;
  private Settings.Store store = new Settings.InMemory(64 << 20);
  private Settings.Policy policy =
      new Settings.ByTheBook(Rfc9111Policy.Settings.DEFAULT, List.of());
  private FinishAborted finishAborted = FinishAborted.NEVER;
  private boolean tellsKey;
  private Settings.StoreBounds bounds = Settings.StoreBounds.USUAL;
  private int maxWaiters = 1000;
  private final List<IpRange> clients = new ArrayList<>();
  private final List<HostPattern> allowedHosts = new ArrayList<>();
  private final List<HostPattern> deniedHosts = new ArrayList<>();
  private boolean open;
  private @Nullable Path users;
  private OptionalInt maxConnectionsPerClient = OptionalInt.empty();
  private String connectPorts = "1-65535";
  private Allowances allowances = Allowances.NONE;
  private Settings.Admin admin = new Settings.NoAdmin();
  private Upstreams upstreams = Upstreams.NONE;
  private Settings.Limits limits =
      new Settings.Limits(8 << 10, 64 << 10, 100, 8 << 10, 4 << 10, Long.MAX_VALUE, 0);
  private Duration headerTimeout = PATIENCE;
  private Duration idleTimeout = PATIENCE;
  private Duration connectTimeout = PATIENCE;
  private Duration originTimeout = PATIENCE;
  private Duration tunnelIdleTimeout = PATIENCE;
  private static final Path NOWHERE = Path.of("/nowhere/larder/ca");

  private boolean offline;
  private InterceptedHosts intercepted = InterceptedHosts.NONE;
  private Path authorityFolder = NOWHERE;
  private final List<Path> trusted = new ArrayList<>();
  private final List<Path> trustedInstead = new ArrayList<>();
  private Prefixing prefixing = Prefixing.THIS_MACHINE;
  private @Nullable SSLContext tls;
  private Settings.@Nullable Tls certificate;

  Setup listening(String host, int port) {
    this.host = host;
    this.port = port;
    return this;
  }

  Setup maxConnections(int most) {
    this.maxConnections = most;
    return this;
  }

  Setup maxConnectionsPerClient(int most) {
    this.maxConnectionsPerClient = OptionalInt.of(most);
    return this;
  }

  Setup allowingClients(String range) {
    clients.add(IpRange.parse(range));
    return this;
  }

  Setup open() {
    this.open = true;
    return this;
  }

  Setup users(Path file) {
    this.users = file;
    return this;
  }

  Setup allowingHosts(String... patterns) {
    Stream.of(patterns).map(HostPattern::parse).forEach(allowedHosts::add);
    return this;
  }

  Setup denyingHosts(String... patterns) {
    Stream.of(patterns).map(HostPattern::parse).forEach(deniedHosts::add);
    return this;
  }

  Setup admin(Settings.Admin where) {
    this.admin = where;
    return this;
  }

  Setup storing(Settings.Store store) {
    this.store = store;
    return this;
  }

  Setup deciding(Settings.Policy policy) {
    this.policy = policy;
    return this;
  }

  Setup finishing(FinishAborted aborted) {
    this.finishAborted = aborted;
    return this;
  }

  Setup storingWithin(Settings.StoreBounds some) {
    this.bounds = some;
    return this;
  }

  Setup maxWaiters(int most) {
    this.maxWaiters = most;
    return this;
  }

  Setup tellingKeys() {
    this.tellsKey = true;
    return this;
  }

  Setup connectPorts(String ports) {
    this.connectPorts = ports;
    return this;
  }

  Setup allowing(Allowances what) {
    this.allowances = what;
    return this;
  }

  Setup through(Upstreams parents) {
    this.upstreams = parents;
    return this;
  }

  Setup limits(Settings.Limits bounds) {
    this.limits = bounds;
    return this;
  }

  Setup headerTimeout(Duration timeout) {
    this.headerTimeout = timeout;
    return this;
  }

  Setup connectTimeout(Duration timeout) {
    this.connectTimeout = timeout;
    return this;
  }

  Setup originTimeout(Duration timeout) {
    this.originTimeout = timeout;
    return this;
  }

  Setup idleTimeout(Duration timeout) {
    this.idleTimeout = timeout;
    return this;
  }

  Setup tunnelIdleTimeout(Duration timeout) {
    this.tunnelIdleTimeout = timeout;
    return this;
  }

  Setup prefixing(Prefixing who) {
    this.prefixing = who;
    return this;
  }

  /** With an authority of its own. */
  Setup intercepting(InterceptedHosts hosts) {
    this.intercepted = hosts;
    return this;
  }

  Setup authorityIn(Path folder) {
    this.authorityFolder = folder;
    return this;
  }

  Setup trusting(Path authorities) {
    trusted.add(authorities);
    return this;
  }

  Setup trustingInsteadOfJavas(Path authorities) {
    trustedInstead.add(authorities);
    return this;
  }

  Setup offline() {
    this.offline = true;
    return this;
  }

  Setup trusting(SSLContext tls) {
    this.tls = tls;
    return this;
  }

  Setup showing(Path certificateFile, Path keyFile) {
    this.certificate = new Settings.Tls(certificateFile, keyFile);
    return this;
  }

  SettableClock clock() {
    return clock;
  }

  Surroundings surroundings() {
    return new Surroundings(clock, tls);
  }

  Settings settings() {
    return new Settings(
        new Settings.Listening(
            List.of(new Settings.Endpoint(host, port)),
            maxConnections,
            maxConnectionsPerClient,
            admin,
            Optional.ofNullable(certificate)),
        new Settings.Access(
            clients.isEmpty() ? ClientRules.ANYBODY : new ClientRules.Within(clients),
            open,
            Optional.ofNullable(users),
            allowedHosts,
            deniedHosts,
            ConnectPorts.parse(connectPorts),
            prefixing,
            allowances),
        new Settings.Caching(store, bounds, maxWaiters, policy, finishAborted, tellsKey),
        new Settings.Network(
            10_000,
            headerTimeout,
            idleTimeout,
            connectTimeout,
            originTimeout,
            tunnelIdleTimeout,
            upstreams,
            new Settings.Trusted(trustedInstead, trusted),
            offline),
        new Settings.Interception(
            intercepted, Optional.of(authorityFolder), authorityFolder.equals(NOWHERE)),
        limits);
  }

  Running start() throws StartException {
    return new Running(this);
  }
}
