package larder.app.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variables that make programs, and the programs that they start, use a proxy. */
public final class ChildEnvironment {
  /** An option as Java and the shell split them: quoted blanks do not separate. */
  private static final Pattern OPTION =
      Pattern.compile("(?:[^\\s\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])++");

  private final String proxy;
  private final NoProxy past;
  private final Map<String, String> inherited;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private ChildEnvironment(String proxy, NoProxy past, Map<String, String> inherited) {
    this.proxy = proxy;
    this.past = past;
    this.inherited = inherited;
  }

  /**
   * The variables to set in addition.
   *
   * @param proxy the address of the proxy
   * @param past the hosts that are reached without the proxy
   * @param inherited what the child has anyway; some values are extended
   * @param trust null if no further authority is to be trusted
   * @param java whether to set a variable that makes every Java print a line on its standard error
   */
  public static Map<String, String> of(
      ProxyAddress proxy,
      NoProxy past,
      Map<String, String> inherited,
      @Nullable Trust trust,
      boolean java) {
    ChildEnvironment child = new ChildEnvironment(proxy.url(), past, inherited);
    child.putProxies();
    if (java) {
      child.putJava(proxy, trust);
    }
    if (trust != null) {
      child.putTrust(trust);
    }
    return child.variables;
  }

  private void putProxies() {
    for (String name :
        List.of(
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "WS_PROXY",
            "WSS_PROXY",
            "npm_config_proxy",
            "npm_config_https_proxy",
            "GLOBAL_AGENT_HTTP_PROXY")) {
      variables.put(name, proxy);
    }
    variables.put("no_proxy", past.list());
    variables.put("NO_PROXY", past.list());
    variables.put("npm_config_noproxy", past.list());
    variables.put("GLOBAL_AGENT_NO_PROXY", past.list());
    variables.put("NODE_USE_ENV_PROXY", "1"); // Node 24.5 and 22.21
  }

  private void putJava(ProxyAddress address, @Nullable Trust trust) {
    StringBuilder options = new StringBuilder();
    for (String scheme : List.of("http", "https")) {
      options.append(" -D").append(scheme).append(".proxyHost=").append(address.host());
      options.append(" -D").append(scheme).append(".proxyPort=").append(address.port());
    }
    options.append(" -Dhttp.nonProxyHosts=").append(past.forJava());
    if (trust != null) {
      options.append(" -Djavax.net.ssl.trustStore=").append(quoted(trust.keyStore()));
      options.append(" -Djavax.net.ssl.trustStoreType=PKCS12");
      options.append(" -Djavax.net.ssl.trustStorePassword=").append(trust.keyStorePassword());
    }
    putContinued("JAVA_TOOL_OPTIONS", options.substring(1));
    putContinued("MAVEN_ARGS", "-Daether.connector.http.useSystemProperties=true"); // 3.9 and later
    putContinued("GRADLE_OPTS", "-Dorg.gradle.daemon=false"); // a daemon would keep old values
  }

  /** Appends our options, and drops earlier ones with the same name: the last one counts. */
  private void putContinued(String name, String options) {
    Set<String> ours = parted(options).map(ChildEnvironment::subject).collect(Collectors.toSet());
    Stream<String> before =
        parted(inherited.getOrDefault(name, "")).filter(option -> !ours.contains(subject(option)));
    variables.put(name, Stream.concat(before, Stream.of(options)).collect(Collectors.joining(" ")));
  }

  private static Stream<String> parted(String options) {
    return OPTION.matcher(options).results().map(MatchResult::group);
  }

  private static String subject(String option) {
    int end = option.indexOf('=');
    return end < 0 ? option : option.substring(0, end);
  }

  private static String quoted(Path file) {
    return file.toString().contains(" ") ? "\"" + file + "\"" : file.toString();
  }

  private void putTrust(Trust trust) {
    for (String name :
        List.of(
            "SSL_CERT_FILE",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "PIP_CERT",
            "GIT_SSL_CAINFO",
            "AWS_CA_BUNDLE",
            "CARGO_HTTP_CAINFO",
            "DENO_CERT",
            "PERL_LWP_SSL_CA_FILE",
            "HEX_CACERTS_PATH",
            "NIX_SSL_CERT_FILE",
            "BUNDLE_SSL_CA_CERT",
            "npm_config_cafile")) { // npm's own setting would replace all
      variables.put(name, trust.bundle().toString());
    }
    variables.put("NODE_EXTRA_CA_CERTS", trust.authority().toString());
    variables.put("APT_CONFIG", trust.aptConfiguration().toString());
    variables.put("WGETRC", trust.wgetConfiguration().toString());
  }
}
