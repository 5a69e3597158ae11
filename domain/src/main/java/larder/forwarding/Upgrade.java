package larder.forwarding;

import java.util.List;
import larder.access.UpgradeProtocols;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A change of protocol that a request asks for (RFC 9110, section 7.8). It is passed on as asked
 * for, or not at all: allowing some protocols of a list is not choosing between them.
 */
final class Upgrade {
  private final List<String> protocols;

  private Upgrade(List<String> protocols) {
    this.protocols = protocols;
  }

  /** The upgrade to pass on; null if the request asks for none, or for one that is not allowed. */
  static @Nullable Upgrade of(RequestHead head, boolean hasContent, UpgradeProtocols allowed) {
    if (allowed.isEmpty()
        || !head.fields().has(FieldNames.UPGRADE)
        || head.version() == HttpVersion.HTTP_1_0
        || !head.method().equals(Method.GET)
        || hasContent
        || !isNamedByConnection(head.fields())) {
      return null;
    }
    List<String> protocols = head.fields().elements(FieldNames.UPGRADE);
    boolean all = !protocols.isEmpty() && protocols.stream().allMatch(allowed::allows);
    return all ? new Upgrade(protocols) : null;
  }

  private static boolean isNamedByConnection(Fields fields) {
    return fields.elements(FieldNames.CONNECTION).stream()
        .anyMatch(option -> Tokens.equalIgnoringCase(option, FieldNames.UPGRADE));
  }

  /** As written in the field. */
  String value() {
    return String.join(", ", protocols);
  }

  /** Whether the 101 changes to what was asked for, and to nothing else. */
  boolean isMetBy(ResponseHead switching) {
    List<String> agreed = switching.fields().elements(FieldNames.UPGRADE);
    return !agreed.isEmpty()
        && isNamedByConnection(switching.fields())
        && agreed.stream().allMatch(this::wasAskedFor);
  }

  private boolean wasAskedFor(String protocol) {
    return protocols.stream().anyMatch(asked -> Tokens.equalIgnoringCase(asked, protocol));
  }
}
