package larder.socket.wire;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.regex.Pattern;
import larder.http.Authority;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.http.Tokens;
import larder.http.TransferException;
import larder.socket.MessageLimits;
import org.jspecify.annotations.Nullable;

/** Reads the head of one request (RFC 9112, section 3). */
public final class RequestHeadParser extends SectionParser {
  private static final String HEAD = "HEAD ";
  private static final Pattern WORD_AND_PATH = Pattern.compile("[A-Z]{3,20} /");

  private final FramingFields framingFields = new FramingFields();
  private int emptyLines;
  private final boolean afterCr;
  private @Nullable Method method;
  private @Nullable String target;
  private HttpVersion version = HttpVersion.HTTP_1_1;
  private @Nullable String host;
  private boolean hostRepeated;
  private @Nullable String expectation;
  private @Nullable ReadRequest result;

  /** Parses one head, in the caller's memory. */
  public RequestHeadParser(Scratch scratch, MessageLimits limits) {
    this(scratch, limits, new EmptyLines());
  }

  /**
   * Parses one head.
   *
   * @param before the empty lines that preceded it
   */
  public RequestHeadParser(Scratch scratch, MessageLimits limits, EmptyLines before) {
    super(scratch, limits, limits.fieldSection());
    this.emptyLines = before.taken();
    this.afterCr = before.isAfterCr();
  }

  /** Takes the CR that looked like the beginning of an empty line, if there was one. */
  void begin() throws MalformedException, TransferException {
    if (afterCr) {
      feed(ByteBuffer.wrap(new byte[] {'\r'}));
    }
  }

  /**
   * A parsed head, and what it says about its message.
   *
   * @param closes whether the connection ends with this exchange
   * @param expectsContinue whether the client waits for a 100 before it sends the content
   */
  public record ReadRequest(
      RequestHead head, Framing framing, boolean closes, boolean expectsContinue) {}

  /** The parsed head, once it is complete. */
  public ReadRequest result() {
    return Objects.requireNonNull(result, "The head is not complete");
  }

  /** The method, once it is known; HEAD as early as possible, because its answer has no content. */
  public @Nullable Method method() {
    return method == null && begun(HEAD.length()).equals(HEAD) ? Method.HEAD : method;
  }

  /**
   * Whether the bytes, which may be malformed, seem to be meant as HTTP/1: they name the protocol,
   * or begin with a word and a path.
   */
  public boolean looksLikeHttp() {
    String begun = begun(limits().startLine());
    return method != null
        || (!begun.startsWith("PRI ")
            && (begun.contains("HTTP/") || WORD_AND_PATH.matcher(begun).lookingAt()));
  }

  @Override
  boolean expectsStartLine() {
    return target == null;
  }

  @Override
  MalformedException startLineTooLong() {
    return new MalformedException(
        414, "The request line is longer than " + limits().startLine() + " bytes");
  }

  @Override
  boolean startLine(byte[] bytes, int start, int end) throws MalformedException {
    if (end == start) {
      if (++emptyLines > EmptyLines.MOST) {
        throw new MalformedException("Empty lines in the place of a request");
      }
      return true;
    }
    int afterMethod = start;
    while (afterMethod < end && Tokens.isTokenCharacter(bytes[afterMethod])) {
      afterMethod++;
    }
    int afterTarget = end - 1;
    while (afterTarget > afterMethod && bytes[afterTarget] != ' ') {
      afterTarget--;
    }
    boolean threeParts = afterMethod > start && bytes[Math.min(afterMethod, end - 1)] == ' ';
    if (!threeParts || afterTarget <= afterMethod + 1) {
      throw new MalformedException(
          "A request line is a method, a target and a version (RFC 9112, section 3)");
    }
    version = version(bytes, afterTarget + 1, end);
    method = method(bytes, start, afterMethod);
    target = text(bytes, afterMethod + 1, afterTarget);
    return true;
  }

  private static Method method(byte[] bytes, int from, int to) {
    boolean get =
        to - from == 3 && bytes[from] == 'G' && bytes[from + 1] == 'E' && bytes[from + 2] == 'T';
    return get ? Method.GET : Method.of(text(bytes, from, to));
  }

  private static HttpVersion version(byte[] bytes, int from, int to) throws MalformedException {
    if (!isVersion(bytes, from, to)) {
      throw new MalformedException("The request line ends in no HTTP version (RFC 9112, 2.3)");
    }
    if (bytes[from + 5] == '1' && bytes[from + 7] == '1') {
      return HttpVersion.HTTP_1_1;
    }
    if (bytes[from + 5] == '1' && bytes[from + 7] == '0') {
      return HttpVersion.HTTP_1_0;
    }
    throw new MalformedException(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here");
  }

  @Override
  void noted(String name, String value) {
    framingFields.note(name, value);
    if (name.length() == 4 && Tokens.equalIgnoringCase(name, FieldNames.HOST)) {
      hostRepeated |= host != null;
      host = value;
    } else if (name.length() == 6 && Tokens.equalIgnoringCase(name, FieldNames.EXPECT)) {
      expectation = expectation == null ? value : expectation + ", " + value;
    }
  }

  @Override
  void finish(Fields fields) throws MalformedException {
    Method asked = Objects.requireNonNull(method);
    RequestTarget parsed = target(asked);
    checkHost(parsed);
    Framing framing = framingFields.ofRequest(version);
    if (asked.equals(Method.CONNECT) && !(framing instanceof Framing.None)) {
      throw new MalformedException("CONNECT has no content (RFC 9110, section 9.3.6)");
    }
    boolean waits = expectsContinue() && !(framing instanceof Framing.None);
    RequestHead head = new RequestHead(asked, parsed, version, fields);
    result = new ReadRequest(head, framing, framingFields.closes(version, fields), waits);
  }

  private RequestTarget target(Method asked) throws MalformedException {
    try {
      return RequestTarget.parse(asked, Objects.requireNonNull(target));
    } catch (SyntaxException e) {
      throw new MalformedException(e.explanation());
    }
  }

  /** Checks Host (RFC 9112, section 3.2). */
  private void checkHost(RequestTarget parsed) throws MalformedException {
    String given = host;
    if (hostRepeated) {
      throw new MalformedException("Host is given twice (RFC 9112, section 3.2)");
    }
    if (given == null) {
      if (version == HttpVersion.HTTP_1_1) {
        throw new MalformedException("A request without Host (RFC 9112, section 3.2)");
      }
    } else if (!given.isEmpty() && !isOf(parsed, given)) {
      try {
        Authority.parse(given, 80);
      } catch (SyntaxException e) {
        throw new MalformedException("The value of Host is no host: " + e.explanation());
      }
    }
  }

  /** An equal Host was checked together with the target. */
  private static boolean isOf(RequestTarget parsed, String given) {
    return parsed instanceof RequestTarget.AbsoluteForm(TargetUri uri) && uri.hasHostField(given);
  }

  /** Checks Expect (RFC 9110, section 10.1.1). */
  private boolean expectsContinue() throws MalformedException {
    if (expectation == null || version == HttpVersion.HTTP_1_0) {
      return false;
    }
    if (!Tokens.equalIgnoringCase(expectation, "100-continue")) {
      throw new MalformedException(417, "The only expectation that is met is 100-continue");
    }
    return true;
  }
}
