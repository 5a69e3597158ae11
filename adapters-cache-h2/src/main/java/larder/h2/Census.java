package larder.h2;

/** What of a pack is live, and what was and is dead. One thread counts; any may look. */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts
final class Census {
  private volatile int records;
  private volatile long recordBytes;
  private volatile long fileBytes;
  private volatile long deadRecords;
  private volatile long deadBytes;
  private volatile long deadFileBytes;

  /** Of a pack in which so much was dead before. */
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

  /** Bytes on disk of contents that live records have in files of their own. */
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

  /** One more is live. */
  void born(long bytes, long ofFile) {
    born(1, bytes, ofFile);
  }

  /** So many more are live, which take so much together. */
  void born(int more, long bytes, long ofFiles) {
    records += more;
    recordBytes += bytes;
    fileBytes += ofFiles;
  }

  /** One that was live is dead. */
  void died(long bytes, long ofFile) {
    records--;
    recordBytes -= bytes;
    fileBytes -= ofFile;
    deadRecords++;
    deadBytes += bytes;
    deadFileBytes += ofFile;
  }

  /**
   * That a list of all records was made when fewer of them were dead: those that died since are in
   * it, but are not live. Figures that cannot be are damaged, and left out.
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

  /** What is dead: records, their bytes in the pack, and those in files of their own. */
  record Deaths(long records, long bytes, long fileBytes) {}
}
