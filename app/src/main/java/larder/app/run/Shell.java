package larder.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The formats in which variables are written. */
public enum Shell {
  sh {
    @Override
    String line(String name, String value) {
      return bash.line(name, value);
    }
  },
  bash {
    @Override
    String line(String name, String value) {
      return "export " + name + "='" + value.replace("'", "'\\''") + "'";
    }
  },
  fish {
    @Override
    String line(String name, String value) {
      return "set -gx " + name + " '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
  },
  powershell {
    @Override
    String line(String name, String value) {
      return "$env:" + name + " = '" + value.replace("'", "''") + "'";
    }
  },
  /** Lines for the file that {@code GITHUB_ENV} names. */
  github {
    @Override
    String line(String name, String value) {
      return name + "=" + value;
    }
  },
  /** Lines for {@code docker run --env-file}. */
  docker {
    @Override
    String line(String name, String value) {
      return name + "=" + value;
    }
  };

  abstract String line(String name, String value);

  /** One line for each variable; no value contains a line end. */
  public List<String> lines(Map<String, String> variables) {
    List<String> lines = new ArrayList<>();
    variables.forEach((name, value) -> lines.add(line(name, value)));
    return lines;
  }
}
