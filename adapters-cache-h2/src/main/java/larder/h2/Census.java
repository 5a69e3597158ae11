package larder.h2;

/** Counts what is live in a pack, and what is dead. One thread counts; any may read. */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts
final class Census {
  private volatile int records;
  private volatile long recordBytes;
  private volatile long fileBytes;
  private volatile long deadRecords;
  private volatile long deadBytes;
  private volatile long deadFileBytes;

  /** For a pack in which this much is dead already. */
  Census(long deadRecords, long deadBytes, long deadFileBytes) {
    this.deadRecords = deadRecords;
    this.deadBytes = deadBytes;
    this.deadFileBytes = deadFileBytes;
  }

  /** Live records. */
  int records() {
    return records;
  }

  /** Bytes of the pack that belong to live records. */
  long recordBytes() {
    return recordBytes;
  }

  /** Bytes on disk of the content files of live records. */
  long fileBytes() {
    return fileBytes;
  }

  long deadRecords() {
    return deadRecords;
  }

  long deadBytes() {
    return deadBytes;
  }

  long deadFileBytes() {
    return deadFileBytes;
  }

  /** Counts one more live record. */
  void born(long bytes, long ofFile) {
    born(1, bytes, ofFile);
  }

  /** Counts more live records, with their bytes in all. */
  void born(int more, long bytes, long ofFiles) {
    records += more;
    recordBytes += bytes;
    fileBytes += ofFiles;
  }

  /** A live record is now dead. */
  void died(long bytes, long ofFile) {
    records--;
    recordBytes -= bytes;
    fileBytes -= ofFile;
    deadRecords++;
    deadBytes += bytes;
    deadFileBytes += ofFile;
  }

  /**
   * Accounts for records that died since a list of all records was made: they are in the list, but
   * are not live. Impossible figures are damaged, and are ignored.
   *
   * @param then the dead ones when the list was made
   */
  void diedSince(Deaths then) {
    long more = deadRecords - then.records();
    long bytes = deadBytes - then.bytes();
    long ofFiles = deadFileBytes - then.fileBytes();
    boolean possible =
        more >= 0
            && more <= records
            && bytes >= 0
            && bytes <= recordBytes
            && ofFiles >= 0
            && ofFiles <= fileBytes;
    if (possible) {
      records -= (int) more;
      recordBytes -= bytes;
      fileBytes -= ofFiles;
    } else {
      deadRecords = then.records();
      deadBytes = then.bytes();
      deadFileBytes = then.fileBytes();
    }
  }

  Deaths deaths() {
    return new Deaths(deadRecords, deadBytes, deadFileBytes);
  }

  /** What is dead: records, their bytes in the pack, and the bytes of their content files. */
  record Deaths(long records, long bytes, long fileBytes) {}
}
