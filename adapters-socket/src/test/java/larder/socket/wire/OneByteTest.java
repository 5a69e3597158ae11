package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import larder.http.Method;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Puts every octet at every position of a valid message, in place of the one there or before it:
 * only what follows the grammar may be accepted.
 */
class OneByteTest {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String FIELDS = "(" + TOKEN + ":[\\t -~\u0080-\u00ff]*\r\n)*+\r\n";
  private static final String BWS = "[ \t]*";
  private static final String QUOTED =
      "\"([\t !#-\\[\\]-~\u0080-\u00ff]|\\\\[\t -~\u0080-\u00ff])*\"";
  private static final String EXTENSION =
      String.join(BWS, "", ";", TOKEN + "(", "=", "(" + TOKEN + "|" + QUOTED + "))?");
  private static final String TARGET =
      "([0-9A-Za-z._~!$&'()*+,;=:/\\[\\]-]+)?(/([0-9A-Za-z._~!$&'()*+,;=:@/\\[\\]^|-]|%[0-9A-Fa-f]{2})*)?"
          + "(\\?[0-9A-Za-z._~!$&'()*+,;=:@/?%\\[\\\\\\]^`{|}-]*)?";
  private static final Pattern REQUEST =
      Pattern.compile("(\r\n){0,4}" + TOKEN + " " + TARGET + " HTTP/1\\.[01]\r\n" + FIELDS);
  private static final Pattern RESPONSE =
      Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( [\\t -~\u0080-\u00ff]*)?\r\n" + FIELDS);
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})(" + EXTENSION + ")*");
  private static final Pattern TRAILERS = Pattern.compile(FIELDS);

  /**
   * Octets that are tried both whole and one by one; for others, tests of whole messages suffice.
   */
  private static final String DELIMITERS = "\"#,:;\\\u007f\u0080\u00ff";

  private final Scratch scratch = new Scratch();
  private final MessageLimits limits = MessageLimits.defaults();

  @FunctionalInterface
  private interface Check {
    void of(char c, String changed);
  }

  private static void eachChangeOf(String message, Check check) {
    for (int at = 0; at <= message.length(); at++) {
      String before = message.substring(0, at);
      String behind = message.substring(at);
      for (char c = 0; c < 256; c++) {
        check.of(c, before + c + behind);
        if (!behind.isEmpty()) {
          check.of(c, before + c + behind.substring(1));
        }
      }
      if (!behind.isEmpty()) {
        check.of('\0', before + behind.substring(1));
      }
    }
  }

  /** How many octets remain after a whole message; -1 if it was malformed. */
  @FunctionalInterface
  private interface Reader {
    int read(ByteSource source) throws TransferException;
  }

  private static void keeps(Predicate<String> grammar, String message, Reader reader) {
    int[] accepted = {0};
    eachChangeOf(
        message,
        (c, changed) -> {
          int left = left(reader, Bytes.source(changed));
          if (c <= ' ' || DELIMITERS.indexOf(c) >= 0) {
            assertEquals(left, left(reader, Bytes.source(changed.split("", -1))), changed);
          }
          if (left >= 0) {
            accepted[0]++;
            String taken = changed.substring(0, changed.length() - left);
            assertTrue(grammar.test(taken), taken);
          }
        });
    assertTrue(accepted[0] > message.length(), "some changes do no harm");
  }

  private static int left(Reader reader, ByteSource source) {
    try {
      return reader.read(source);
    } catch (TransferException e) {
      throw new AssertionError(e);
    }
  }

  private static int leftBehind(ByteSource source, SectionParser parser) throws TransferException {
    try {
      return HeadReader.readSection(source, parser) == HeadReader.End.COMPLETE
          ? Bytes.rest(source).length()
          : -1;
    } catch (MalformedException e) {
      return -1;
    }
  }

  private static Predicate<String> matching(Pattern grammar) {
    return text -> grammar.matcher(text).matches();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST http://a.example:8/b?c HTTP/1.1\r\nHost: a.b\r\nContent-Length: 15\r\nX-Y: z\r\n\r\n",
        "PUT http://[::1]/ HTTP/1.0\r\nConnection: a, close\r\nExpect: 100-continue\r\n\r\n",
        "POST http://a/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n"
      })
  void inRequests(String request) {
    keeps(
        matching(REQUEST),
        request,
        source -> leftBehind(source, new RequestHeadParser(scratch, limits)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nX-Y: z\r\n\r\n",
        "HTTP/1.0 404 \r\nConnection: a, close\r\n\r\n",
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void inResponses(String response) {
    keeps(
        matching(RESPONSE),
        response,
        source -> leftBehind(source, new ResponseHeadParser(Method.GET, scratch, limits)));
  }

  @Test
  void inChunks() {
    keeps(
        OneByteTest::isChunks,
        "3;a=\"b\\c\" ; d\r\nabc\r\n01\r\nd\r\n0;e\r\nX-Y: z\r\n\r\n",
        source -> {
          ContentReader reader =
              new ContentReader(
                  source, Framing.CHUNKED, limits, HeadRoom.ENDLESS, Side.CLIENT, "somebody");
          try {
            reader.writeTo(bytes -> bytes.position(bytes.limit()));
          } catch (TransferException e) {
            return -1;
          }
          return Bytes.rest(source).length();
        });
  }

  /** The same grammar (RFC 9112, section 7.1), written as simply as possible. */
  private static boolean isChunks(String text) {
    int at = 0;
    while (true) {
      int end = text.indexOf("\r\n", at);
      Matcher line = SIZE.matcher(text.substring(at, Math.max(at, end)));
      if (end < 0 || !line.matches()) {
        return false;
      }
      at = end + 2;
      int size = Integer.parseInt(line.group(1), 16);
      if (size == 0) {
        return TRAILERS.matcher(text.substring(at)).matches();
      }
      if (!text.startsWith("\r\n", at + size)) {
        return false;
      }
      at += size + 2;
    }
  }
}
