package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Objects;
import larder.app.log.AccessLog;
import larder.app.log.Conclusions;
import larder.test.log.Overheard;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the access log goes. */
@Execution(ExecutionMode.SAME_THREAD)
class AccessLogsTest {
  @AutoClose private final Overheard messages = Overheard.alone(AccessLog.class.getName());

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @EnabledOnOs(OS.LINUX)
  void aStandardStreamThatTakesNothingIsToldOf(boolean verbose) throws Exception {
    LogOptions options = new LogOptions();
    options.verbose.set(verbose);
    options.accessLog.set(verbose ? null : "-");
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      FileDescriptor out = verbose ? FileDescriptor.out : full.getFD();
      FileDescriptor err = verbose ? full.getFD() : FileDescriptor.err;
      AccessLog log = Objects.requireNonNull(AccessLogs.open(options, out, err));
      log.concluded(Conclusions.miss("http://a.example/"));
      log.close();
    }
    assertEquals(
        List.of(
            "The access log cannot be written: No space left on device",
            "Lines lost of the access log: 1"),
        messages.said());
  }
}
