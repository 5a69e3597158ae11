package larder.socket.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import larder.http.Method;
import larder.http.TransferException;
import larder.test.attacks.AttackTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bytes mean the same, whether they arrive whole, in any two pieces, or one by one. */
class SplitTest {
  private static final String ORIGIN = "127.0.0.1:8080";

  /** A request that might be mistaken for part of the message before it. */
  private static final String NEXT =
      "GET http://example.org/next HTTP/1.1\r\nHost: example.org\r\n\r\n";

  @FunctionalInterface
  private interface Reader {
    String read(ByteSource source) throws TransferException;
  }

  private static void readsTheSame(String bytes, Reader reader) throws TransferException {
    String whole = reader.read(Bytes.source(bytes));
    for (ByteSource way : Bytes.everyWay(bytes)) {
      assertEquals(whole, reader.read(way));
    }
  }

  private static Stream<Arguments> cells(String table, int columns, int column) {
    return AttackTable.rows(table, columns).stream().map(row -> Arguments.of(row[column]));
  }

  static Stream<Arguments> requests() {
    return Stream.concat(cells("refused", 3, 2), cells("passed", 3, 1));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestsDo(String cell) throws Exception {
    readsTheSame(AttackTable.bytes(cell, ORIGIN) + NEXT, Reading::ofRequests);
  }

  static Stream<Arguments> responses() {
    return cells("responses", 4, 3);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void responsesDo(String cell) throws Exception {
    String bytes = AttackTable.bytes(cell, ORIGIN) + "HTTP/1.1 200 OK\r\n\r\nnext";
    for (Method method : new Method[] {Method.GET, Method.HEAD, Method.CONNECT}) {
      readsTheSame(bytes, source -> Reading.ofResponses(method, source));
    }
  }

  static Stream<Arguments> chunks() {
    return cells("chunks", 2, 1);
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void chunksDo(String cell) throws Exception {
    readsTheSame(AttackTable.bytes(cell, ORIGIN) + NEXT, Reading::ofChunks);
  }
}
