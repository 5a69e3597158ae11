package larder.access;

import larder.http.IpAddress;

/** Checks passwords. Safe for all threads. */
public interface PasswordPort {
  /** Checks a login. Slow for a login not seen before, and slower for a wrong one. */
  Verdict check(Login login, IpAddress client);

  /** The result of a check. */
  enum Verdict {
    /** The user exists and this is the password. */
    RIGHT,
    /** There is no such user, or the password is wrong. */
    WRONG,
    /** Not checked: too many wrong logins came from this client. */
    TOO_MANY,
    /** Passwords cannot be checked at present. */
    UNKNOWN
  }
}
