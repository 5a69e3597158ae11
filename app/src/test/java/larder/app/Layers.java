package larder.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** What the rules about the architecture speak of. */
final class Layers {
  static final String HTTP = "larder.http";
  static final String ACCESS = "larder.access";
  static final String FAULT = "larder.fault";
  static final String STORE = "larder.store";
  static final String CACHING = "larder.caching";
  static final String FORWARDING = "larder.forwarding";
  static final String UPKEEP = "larder.upkeep";
  static final String SOCKET = "larder.socket..";
  static final String MEMORY = "larder.memory";
  static final String H2 = "larder.h2";
  static final String TLS = "larder.tls";
  static final String APP = "larder.app..";
  static final String ADMIN = "larder.app.admin";
  static final String REHEARSAL = "larder.app.rehearsal";
  static final String[] DOMAIN = {HTTP, ACCESS, FAULT, STORE, CACHING, FORWARDING, UPKEEP};

  private Layers() {}

  /** Modules that only tests have. */
  static final class WithoutTestSupport implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/larder/store/contract/") && !location.contains("/larder/test/");
    }
  }

  /** Calls, method references and fields alike. */
  static DescribedPredicate<JavaAccess<?>> is(String what, String owner, String member) {
    return describe(
        what,
        access ->
            access.getTargetOwner().getName().matches(owner)
                && access.getTarget().getName().matches(member));
  }
}
