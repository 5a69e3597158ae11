package larder.socket.wire;

import java.util.List;
import java.util.Objects;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.ResponseHead;
import larder.socket.MessageLimits;
import org.jspecify.annotations.Nullable;

/** Reads the head of one response (RFC 9112, section 4). */
public final class ResponseHeadParser extends SectionParser {
  private final Method requestMethod;
  private final FramingFields framingFields = new FramingFields();
  private boolean begun;
  private HttpVersion version = HttpVersion.HTTP_1_1;
  private int status;
  private String reason = "";
  private @Nullable ReadResponse result;

  /** Parses one head, in the caller's memory. */
  public ResponseHeadParser(Method requestMethod, Scratch scratch, MessageLimits limits) {
    super(scratch, limits, limits.fieldSection());
    this.requestMethod = requestMethod;
  }

  /**
   * A parsed head, and what it says about its message.
   *
   * @param head without {@code Transfer-Encoding}, and with at most one {@code Content-Length}
   * @param closes whether the connection ends with this message
   */
  public record ReadResponse(ResponseHead head, Framing framing, boolean closes) {}

  /** The parsed head, once it is complete. */
  public ReadResponse result() {
    return Objects.requireNonNull(result, "The head is not complete");
  }

  @Override
  boolean expectsStartLine() {
    return !begun;
  }

  @Override
  MalformedException startLineTooLong() {
    return new MalformedException(
        "The status line is longer than " + limits().startLine() + " bytes");
  }

  @Override
  boolean startLine(byte[] bytes, int start, int end) throws MalformedException {
    int afterStatus = start + 12;
    boolean wellFormed =
        end >= afterStatus
            && isVersion(bytes, start, start + 8)
            && bytes[start + 8] == ' '
            && isDigit(bytes[start + 9])
            && isDigit(bytes[start + 10])
            && isDigit(bytes[start + 11])
            && (end == afterStatus || bytes[afterStatus] == ' ');
    if (!wellFormed) {
      throw new MalformedException("The answer does not begin with a status line");
    }
    version = version(bytes, start);
    status =
        100 * (bytes[start + 9] - '0') + 10 * (bytes[start + 10] - '0') + (bytes[start + 11] - '0');
    if (status < 100 || status > 599) {
      throw new MalformedException("The status code " + status + " does not exist");
    }
    reason = end > afterStatus ? ValueTable.SHARED.text(bytes, afterStatus + 1, end) : "";
    begun = true;
    return true;
  }

  private static HttpVersion version(byte[] bytes, int start) throws MalformedException {
    if (bytes[start + 5] == '1' && bytes[start + 7] == '1') {
      return HttpVersion.HTTP_1_1;
    }
    if (bytes[start + 5] == '1' && bytes[start + 7] == '0') {
      return HttpVersion.HTTP_1_0;
    }
    throw new MalformedException("The answer is neither HTTP/1.1 nor HTTP/1.0");
  }

  @Override
  void noted(String name, String value) {
    framingFields.note(name, value);
  }

  @Override
  void finish(Fields fields) throws MalformedException {
    Framing announced = framingFields.ofResponse(version);
    ResponseHead head = new ResponseHead(status, reason, version, withoutFraming(fields));
    Framing framing = head.mayHaveContent(requestMethod) ? announced : Framing.NONE;
    boolean closes = framing instanceof Framing.UntilClose || framingFields.closes(version, fields);
    result = new ReadResponse(head, framing, closes);
  }

  private static Fields withoutFraming(Fields fields) {
    Fields rest = fields.without(FieldNames.TRANSFER_ENCODING);
    List<String> lengths = rest.all(FieldNames.CONTENT_LENGTH);
    return lengths.size() < 2 ? rest : rest.with(FieldNames.CONTENT_LENGTH, lengths.getFirst());
  }
}
