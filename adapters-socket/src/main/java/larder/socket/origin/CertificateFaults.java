package larder.socket.origin;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes what is wrong with an origin's certificate, as far as Java tells. */
final class CertificateFaults {
  private CertificateFaults() {}

  /** Returns one sentence without the full stop. */
  static String inWords(String origin, Throwable met) {
    String certificate = "The certificate of " + origin;
    for (Throwable each = met; each != null; each = each.getCause()) {
      String fault = fault(each);
      if (fault != null) {
        return certificate + " " + fault;
      }
    }
    return certificate + " is not valid for it, or nobody trusted vouches for it";
  }

  private static @Nullable String fault(Throwable e) {
    return switch (e) {
      case CertificateExpiredException _ -> "has expired";
      case CertificateNotYetValidException _ -> "is not valid yet";
      case CertPathValidatorException invalid -> ofReason(invalid.getReason());
      default -> ofMessage(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
    };
  }

  private static @Nullable String ofReason(CertPathValidatorException.Reason reason) {
    if (reason instanceof BasicReason basic) {
      return switch (basic) {
        case EXPIRED -> "has expired";
        case NOT_YET_VALID -> "is not valid yet";
        case REVOKED -> "was revoked";
        case INVALID_SIGNATURE -> "has a signature that is not its issuer's";
        case ALGORITHM_CONSTRAINED -> "relies on an algorithm that is not safe any more";
        case UNSPECIFIED, UNDETERMINED_REVOCATION_STATUS -> null;
      };
    }
    return null;
  }

  /** Java has no exception types for these. */
  private static @Nullable String ofMessage(String message) {
    if (message.contains("revoked")) {
      return "was revoked";
    }
    if (message.contains("no subject alternative") || message.contains("no name matching")) {
      return "is for another host";
    }
    return message.contains("unable to find valid certification path")
        ? "is one that nobody trusted vouches for: see --origin-ca if you do"
        : null;
  }
}
