package larder.app.warc;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import larder.http.Fields;

/** Writes the records of a WARC file; if compressed, each is a gzip member of its own. */
final class WarcWriter {
  private final OutputStream out;
  private final boolean zipped;

  WarcWriter(OutputStream out, boolean zipped) {
    this.out = out;
    this.zipped = zipped;
  }

  /** Writes a block to its end. */
  @FunctionalInterface
  interface Block<E extends Exception> {
    void writeTo(OutputStream out) throws IOException, E;
  }

  /**
   * @param fields include the length of the block
   */
  <E extends Exception> void write(Fields fields, Block<E> block) throws IOException, E {
    if (!zipped) {
      write(out, fields, block);
      return;
    }
    GZIPOutputStream member = new GZIPOutputStream(new Unclosed(out));
    write(member, fields, block);
    member.finish();
  }

  private static <E extends Exception> void write(OutputStream to, Fields fields, Block<E> block)
      throws IOException, E {
    StringBuilder head = new StringBuilder("WARC/1.1\r\n");
    for (int i = 0; i < fields.size(); i++) {
      head.append(fields.name(i)).append(": ").append(fields.value(i)).append("\r\n");
    }
    to.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    block.writeTo(to);
    to.write(new byte[] {'\r', '\n', '\r', '\n'});
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Leaves the output open when the compressing stream is closed. */
  private static final class Unclosed extends FilterOutputStream {
    private Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
