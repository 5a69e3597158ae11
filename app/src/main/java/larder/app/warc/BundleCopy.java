package larder.app.warc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Copies a bundle, record by record, and checks that it is complete. */
public final class BundleCopy {
  private BundleCopy() {}

  /**
   * @param zipped whether to compress each record
   * @throws WarcException if it is damaged, or ends too early
   */
  public static BundleCounts copy(InputStream from, OutputStream to, boolean zipped)
      throws IOException {
    WarcReader reader = WarcReader.of(from);
    WarcWriter writer = new WarcWriter(to, zipped);
    BundleCounts last = null;
    for (WarcRecord each = reader.next(); each != null; each = reader.next()) {
      WarcRecord record = each;
      if (record.isOf(Names.METADATA)) {
        byte[] block = record.block().readAllBytes();
        last = BundleCounts.of(new Lines(block, StandardCharsets.UTF_8).allFields());
        writer.write(record.fields(), out -> out.write(block));
      } else {
        last = null;
        writer.write(record.fields(), out -> record.block().transferTo(out));
      }
      if (!record.isSound()) {
        throw new WarcException("It has a record that does not match its digest");
      }
    }
    if (last == null) {
      throw new WarcException("It has no last record");
    }
    writer.flush();
    return last;
  }
}
