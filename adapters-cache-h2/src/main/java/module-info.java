import org.jspecify.annotations.NullMarked;

/** A store on disk: packs of responses, large contents in files, and an index in H2. */
@NullMarked
@SuppressWarnings("module") // the database is called H2
module larder.h2 {
  requires static org.jspecify;
  requires com.h2database;
  requires com.zaxxer.hikari;
  requires java.management;
  requires java.sql;
  requires jdk.management;
  requires transitive larder.domain;

  exports larder.h2;
}
