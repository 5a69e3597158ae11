package larder.access;

import larder.http.IpAddress;

/** Knows which passwords are right. Safe for all threads. */
public interface PasswordPort {
  /** Takes its time over what it has not seen before, and more over what is wrong. */
  Verdict check(Login login, IpAddress client);

  /** What becomes of a login. */
  enum Verdict {
    /** The password is that user's. */
    RIGHT,
    /** There is no such user, or the password is another one. */
    WRONG,
    /** So many wrong ones came from there that this one was not looked at. */
    TOO_MANY,
    /** Nobody knows who is right at present. */
    UNKNOWN
  }
}
