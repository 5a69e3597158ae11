package larder.forwarding;

/** Why a {@code CONNECT} to a host that was chosen is not read, but carried like any other. */
public enum Bypass {
  /** The client rejected our certificate, or left while TLS was agreed on. */
  CERTIFICATE_REJECTED("certificate-rejected", true),
  /** What came inside TLS was no HTTP. */
  NOT_HTTP("not-http", true),
  /** What came was no TLS. */
  NOT_TLS("not-tls", true),
  /** Nothing came: the far side speaks first, probably. */
  SILENT("silent", true),
  /** The origin wants a certificate of the client's. */
  CLIENT_CERTIFICATE("client-certificate", true),
  /** No certificate can be made for the host. */
  NO_CERTIFICATE("no-certificate", true),
  /** The client had nothing more to say before its first words were whole. */
  CLIENT_LEFT("client-left", false),
  /** The client paused for too long amid its first words. */
  CLIENT_PAUSED("client-paused", false),
  /** TLS was begun for another host than the one that was asked for. */
  OTHER_NAME("other-name", false),
  /** The client wants another protocol than HTTP/1.1 inside TLS. */
  OTHER_PROTOCOL("other-protocol", false);

  private final String word;
  private final boolean lasting;

  Bypass(String word, boolean lasting) {
    this.word = word;
    this.lasting = lasting;
  }

  /** The word for logs and statistics. */
  public String word() {
    return word;
  }

  /** Whether the host is better left alone for a while. */
  public boolean isLasting() {
    return lasting;
  }
}
