package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import larder.app.StartException;
import larder.app.users.UserFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code larder user}: who may use the proxy by name and password. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(add | remove | list)",
    description = "Keeps the file of users that --auth names.",
    footer = {
      "",
      "@|bold Examples|@",
      "  larder user add alice",
      "  printf %%s \"$PASSWORD\" | larder user add alice --auth /etc/larder/users",
      "",
      "A proxy that runs heeds a change within a second."
    })
final class UserCommand implements Runnable {
  private final Map<String, String> environment;
  private final PasswordQuestion question;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--auth",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The file. Default: ${sys:LARDER-USER-FILE}.")
  @Nullable Path file;

  UserCommand(Map<String, String> environment, PasswordQuestion question) {
    this.environment = environment;
    this.question = question;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: add, remove or list");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Adds a user, or gives one another password; asks for it, or reads a line.")
  int add(@Parameters(paramLabel = "NAME") String name) throws StartException {
    UserFile users = users();
    return doing(
        () -> {
          boolean fresh = users.put(name, question.ask());
          say((fresh ? "Added " : "Changed the password of ") + name + " in " + users.path());
          return ExitCode.OK;
        });
  }

  @Command(mixinStandardHelpOptions = true, description = "Takes a user away.")
  int remove(@Parameters(paramLabel = "NAME") String name) throws StartException {
    UserFile users = users();
    return doing(
        () -> {
          if (!users.remove(name)) {
            spec.commandLine()
                .getErr()
                .println("larder: There is no " + name + " in " + users.path());
            return ExitCode.FAILED;
          }
          say("Removed " + name + " from " + users.path());
          return ExitCode.OK;
        });
  }

  @Command(mixinStandardHelpOptions = true, description = "Lists the names.")
  int list() throws StartException {
    UserFile users = users();
    return doing(
        () -> {
          if (Files.exists(users.path())) {
            PrintWriter out = spec.commandLine().getOut();
            users.names().forEach(out::println);
          }
          return ExitCode.OK;
        });
  }

  /** What may fail for the file's sake. */
  private interface Doing {
    int run() throws IOException;
  }

  private int doing(Doing doing) throws StartException {
    try {
      return doing.run();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new StartException(StartException.Cause.DISK, e);
    }
  }

  private UserFile users() {
    Path named = file;
    return new UserFile(named == null ? CommandLines.userFile(environment) : named);
  }

  private void say(String what) {
    spec.commandLine().getErr().println(what);
  }
}
