package larder.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import larder.access.Allowances;
import larder.access.ClientRules;
import larder.access.ConnectPorts;
import larder.access.InterceptedHosts;
import larder.access.IpRange;
import larder.app.Policies;
import larder.app.Settings;
import larder.app.machine.Interfaces;
import larder.app.rules.RuleFiles;
import larder.caching.CachePolicy;
import larder.caching.Rfc9111Policy;
import larder.caching.Rule;
import larder.caching.TargetList;
import larder.http.Authority;
import larder.http.SyntaxException;
import larder.socket.origin.Upstreams;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Makes settings from options, and rejects errors that picocli cannot detect. */
final class SettingsReader {
  private static final long LARGEST_BUFFER = 16 << 20;
  private static final long SMALLEST_BUFFER = 512;
  private static final int HIGHEST_PORT = 65_535;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final long SMALLEST_STORE = 1 << 20;
  private static final long FASTEST_RATE = 1 << 30;
  private static final long LARGEST_HEAD = 1 << 20;
  private static final int MOST_FIELD_LINES = 10_000;
  private static final int MOST_VARIANTS = 1_000;
  private static final long SMALLEST_PENDING = 64 << 10;
  private static final long USUAL_MEMORY = 256 << 20;

  /** The heap must have this much besides twice the store in it; the launcher gives more. */
  private static final long BESIDES_STORE = 64 << 20;

  private static final Duration ANCESTORS_EXPIRY = Duration.ofSeconds(60);

  private final CommandLine line;
  private final Map<String, String> environment;
  private final long heap;

  /**
   * @param heap the largest size of Java's heap, in bytes
   */
  SettingsReader(CommandLine line, Map<String, String> environment, long heap) {
    this.line = line;
    this.environment = environment;
    this.heap = heap;
  }

  /**
   * @param terminal where to ask for a missing port; null if there is none
   * @throws ParameterException if an option has a wrong value
   */
  Settings read(ServeOptions options, PortQuestion.@Nullable Terminal terminal) {
    ListenOptions listen = options.listen;
    within("--max-connections", listen.maxConnections.get(), 1, MOST_CONNECTIONS);
    Settings.Listening listening =
        new Settings.Listening(
            endpoints(listen, terminal),
            listen.maxConnections.get(),
            perClient(listen.maxConnectionsPerClient.get()),
            admin(listen),
            tls(listen));
    return settings(listening, options.access, options.proxy, false, listening.endpoints());
  }

  /**
   * Settings of a proxy for one command, on a free port of this machine.
   *
   * @throws ParameterException if an option has a wrong value
   */
  Settings readForOneCommand(ProxyOptions options) {
    Settings.Listening listening = forOneCommand(new Settings.AdminAt(0, false));
    return settings(listening, new AccessOptions(), options, true, listening.endpoints());
  }

  /**
   * The same for a command behind a proxy that also serves others.
   *
   * @param own where that proxy listens: it must not be its own parent
   * @throws ParameterException if an option has a wrong value
   */
  Settings readForGuest(ProxyOptions options, List<Settings.Endpoint> own) {
    options.cache.cache.set(CacheOptions.Cache.memory); // a guest uses the proxy's store
    Settings.Listening listening = forOneCommand(new Settings.NoAdmin());
    return settings(listening, new AccessOptions(), options, true, own);
  }

  private static Settings.Listening forOneCommand(Settings.Admin admin) {
    return new Settings.Listening(
        List.of(new Settings.Endpoint("127.0.0.1", 0)),
        MOST_CONNECTIONS,
        OptionalInt.empty(),
        admin,
        Optional.empty());
  }

  private Settings settings(
      Settings.Listening listening,
      AccessOptions access,
      ProxyOptions options,
      boolean forOneRun,
      List<Settings.Endpoint> own) {
    NetworkOptions network = options.network;
    within("--buffer-size", network.bufferSize.get(), SMALLEST_BUFFER, LARGEST_BUFFER);
    within("--cache-size", options.cache.cacheSize.get(), SMALLEST_STORE, Long.MAX_VALUE);
    return new Settings(
        listening,
        access(access, options.hosts, forOneRun ? ConnectPorts.WEB : ConnectPorts.HTTPS),
        caching(options.cache, options.policy),
        new Settings.Network(
            network.bufferSize.get().intValue(),
            network.headerTimeout.get(),
            network.idleTimeout.get(),
            network.connectTimeout.get(),
            network.originTimeout.get(),
            network.tunnelIdleTimeout.get(),
            upstreams(options.upstream, own),
            trusted(options.intercept),
            options.policy.offline.get()),
        interception(options.intercept, forOneRun),
        limits(options.limits));
  }

  /** RFC 9112, section 3, recommends 8000 bytes for request lines; heads are held in memory. */
  private Settings.Limits limits(LimitOptions limits) {
    within("--max-request-line", limits.requestLine.get(), 512, LARGEST_HEAD);
    within("--max-fields-size", limits.fieldSection.get(), 1024, LARGEST_HEAD);
    within("--max-field-lines", limits.fieldLines.get(), 10, MOST_FIELD_LINES);
    within("--max-trailers-size", limits.trailerSection.get(), 2, LARGEST_HEAD);
    within("--max-chunk-extensions", limits.chunkExtensions.get(), 1, LARGEST_HEAD);
    within("--max-request-size", limits.requestContent.get(), 0, Long.MAX_VALUE);
    within("--min-rate", limits.leastRate.get(), 0, FASTEST_RATE);
    return limits.settings();
  }

  private Settings.Interception interception(InterceptOptions options, boolean forOneRun) {
    InterceptedHosts hosts = checked("--intercept", options::hosts);
    return new Settings.Interception(
        hosts, hosts.isEmpty() ? Optional.empty() : authority(forOneRun), forOneRun);
  }

  /** One run can do with a temporary authority. */
  private Optional<Path> authority(boolean forOneRun) {
    try {
      return Optional.of(Folders.of(environment).authority());
    } catch (Folders.NoHomeException e) {
      if (forOneRun) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Settings.Trusted trusted(InterceptOptions options) {
    return new Settings.Trusted(Variables.authorities(environment), options.authorities.get());
  }

  private Upstreams upstreams(UpstreamOptions options, List<Settings.Endpoint> own) {
    UpstreamReader reader = new UpstreamReader(environment, own, Interfaces::addresses);
    return checked("--upstream-proxy", () -> reader.read(options));
  }

  private OptionalInt perClient(@Nullable Integer given) {
    if (given == null) {
      return OptionalInt.empty();
    }
    within("--max-connections-per-client", given, 1, MOST_CONNECTIONS);
    return OptionalInt.of(given);
  }

  private Optional<Settings.Tls> tls(ListenOptions options) {
    Path certificate = options.certificate.get();
    Path key = options.key.get();
    if (certificate == null) {
      if (key != null) {
        throw new ParameterException(line, "--tls-key goes with --tls-cert, which is missing");
      }
      return Optional.empty();
    }
    return Optional.of(new Settings.Tls(certificate, key == null ? certificate : key));
  }

  private static Settings.Access access(
      AccessOptions options, HostOptions hosts, ConnectPorts usualPorts) {
    List<IpRange> clients = options.allowedClients.get();
    return new Settings.Access(
        clients.isEmpty() ? ClientRules.ANYBODY : new ClientRules.Within(clients),
        options.open.get(),
        Optional.ofNullable(options.userFile.get()),
        hosts.allowedHosts.get(),
        hosts.deniedHosts.get(),
        hosts.connectPorts(usualPorts),
        hosts.prefixing(),
        new Allowances(hosts.upgrades.get(), hosts.trace.get()));
  }

  private void within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new ParameterException(
          line,
          "Invalid value for option '"
              + option
              + "': "
              + value
              + (value < least ? " is below " + least : " is above " + most));
    }
  }

  private List<Settings.Endpoint> endpoints(
      ListenOptions options, PortQuestion.@Nullable Terminal terminal) {
    Integer named = options.port.get();
    int port = named == null ? usualPort(options, terminal) : named;
    within("--port", port, 0, HIGHEST_PORT);
    if (options.listen.get().isEmpty()) {
      return List.of(new Settings.Endpoint("127.0.0.1", port), new Settings.Endpoint("::1", port));
    }
    List<Settings.Endpoint> endpoints = new ArrayList<>();
    for (String address : options.listen.get()) {
      endpoints.add(endpoint(address, port));
    }
    return endpoints;
  }

  private Settings.Admin admin(ListenOptions options) {
    Settings.Admin admin = options.admin();
    if (admin instanceof Settings.AdminAt at) {
      within("--admin-port", at.port(), 0, HIGHEST_PORT);
    }
    return admin;
  }

  private static int usualPort(ListenOptions options, PortQuestion.@Nullable Terminal terminal) {
    if (terminal == null || !options.listen.get().isEmpty()) {
      return PortQuestion.USUAL_PORT;
    }
    return PortQuestion.ask(terminal);
  }

  private Settings.Endpoint endpoint(String address, int usualPort) {
    boolean anyPort = address.endsWith(":0") && !address.endsWith("::0");
    try {
      if (anyPort) {
        String host = address.substring(0, address.length() - 2);
        return new Settings.Endpoint(Authority.parse(host, 1).hostForLookup(), 0);
      }
      Authority authority = Authority.parse(address, usualPort == 0 ? 1 : usualPort);
      boolean named = Authority.parse(address, 2).port() == Authority.parse(address, 1).port();
      int port = named ? authority.port() : usualPort;
      return new Settings.Endpoint(authority.hostForLookup(), port);
    } catch (SyntaxException e) {
      throw new ParameterException(
          line,
          "Invalid value for option '--listen': '"
              + address
              + "' is no HOST:PORT, such as 0.0.0.0:3128 or [::1]:3128 ("
              + e.explanation()
              + ")");
    }
  }

  /** A store that outgrew the heap would end the whole process. */
  private long memorySize(@Nullable Long given, boolean needed) {
    if (given != null && given == 0 && !needed) {
      return 0;
    }
    if (given == null) {
      long most = Math.max(heap / 4, (heap - BESIDES_STORE) / 2);
      return Math.max(SMALLEST_STORE, Math.min(USUAL_MEMORY, most));
    }
    within("--memory-size", given, SMALLEST_STORE, Long.MAX_VALUE);
    if (given > heap / 4 * 3) {
      throw new ParameterException(
          line,
          "Invalid value for option '--memory-size': "
              + ByteSize.text(given)
              + " is more than three quarters of Java's heap of "
              + ByteSize.text(heap)
              + ": take less, or give Java more with LARDER_OPTS=-Xmx4g");
    }
    return given;
  }

  private Settings.Caching caching(CacheOptions options, PolicyOptions policy) {
    boolean memoryAlone = options.cache.get() == CacheOptions.Cache.memory;
    long memorySize = memorySize(options.memorySize.get(), memoryAlone);
    Settings.Store store =
        switch (options.cache.get()) {
          case memory -> new Settings.InMemory(memorySize);
          case h2 -> {
            Path folder = options.cacheDir.get();
            yield new Settings.OnDisk(
                folder == null ? Folders.of(environment).cache() : folder,
                options.cacheSize.get(),
                memorySize);
          }
        };
    within("--max-variants", options.maxVariants.get(), 1, MOST_VARIANTS);
    within("--max-waiters", options.maxWaiters.get(), 0, MOST_CONNECTIONS);
    Long pendingSize = options.maxPendingSize.get();
    if (pendingSize != null) {
      within("--max-pending-size", pendingSize, SMALLEST_PENDING, heap / 4 * 3);
    }
    return new Settings.Caching(
        store,
        new Settings.StoreBounds(
            options.maxObjectSize.get(), pendingSize, options.maxVariants.get()),
        options.maxWaiters.get(),
        policy(policy),
        options.finishAborted.get(),
        options.cacheStatusKey.get());
  }

  /** The policy that those options choose. */
  CachePolicy deciding(PolicyOptions options) {
    return Policies.of(policy(options), options.offline.get());
  }

  private Settings.Policy policy(PolicyOptions options) {
    Duration expiry = options.cacheExpiry.get();
    return switch (options.policy.get()) {
      case rfc9111 -> {
        Rfc9111Policy.Settings settings =
            Rfc9111Policy.Settings.DEFAULT.withTargets(options.targetedFields.get());
        yield new Settings.ByTheBook(
            expiry == null ? settings : settings.withFallbackLifetime(expiry), rules(options));
      }
      case fixed -> {
        refuseWhatFixedPassesOver(options);
        yield new Settings.Fixed(expiry == null ? ANCESTORS_EXPIRY : expiry);
      }
    };
  }

  /** That policy stores everything, so a {@code never} would have no effect. */
  private void refuseWhatFixedPassesOver(PolicyOptions options) {
    if (!options.rules.get().isEmpty()
        || options.ruleFile.get() != null
        || !options.presets.get().isEmpty()
        || !options.targetedFields.get().equals(TargetList.EMPTY)) {
      throw new ParameterException(
          line,
          "--policy=fixed heeds no rules and no fields: --rule, --rules, --preset and"
              + " --targeted-fields go with --policy=rfc9111");
    }
  }

  private List<Rule> rules(PolicyOptions options) {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(checked("--rule", () -> RuleFiles.ofCommandLine(options.rules.get())));
    Path file = options.ruleFile.get();
    if (file != null) {
      rules.addAll(checked("--rules", () -> RuleFiles.in(file)));
    }
    options.presets.get().forEach(preset -> rules.addAll(preset.rules()));
    return rules;
  }

  private <T> T checked(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          line, "Invalid value for option '" + option + "': " + e.getMessage());
    }
  }
}
