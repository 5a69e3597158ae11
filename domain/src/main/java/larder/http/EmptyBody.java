package larder.http;

import java.util.OptionalLong;

enum EmptyBody implements Body {
  INSTANCE;

  private static final OptionalLong NOTHING = OptionalLong.of(0);

  @Override
  public OptionalLong length() {
    return NOTHING;
  }

  @Override
  public void writeTo(BodySink sink) {}

  @Override
  public void close() {}
}
