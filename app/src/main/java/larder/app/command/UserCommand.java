package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import larder.app.StartException;
import larder.app.users.UserFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/** {@code larder user}: the users who may use the proxy with a password. */
final class UserCommand extends Command {
  private final Map<String, String> environment;
  private final PasswordQuestion question;
  private final Options options = new Options();

  UserCommand(Map<String, String> environment, PasswordQuestion question) {
    super("user", "Manages the file of users that --auth names.");
    this.environment = environment;
    this.question = question;
    options.addTo(spec());
    spec()
        .usageMessage()
        .synopsisSubcommandLabel("(add | remove | list)")
        .footer(
            "",
            "@|bold Examples|@",
            "  larder user add alice",
            "  printf %%s \"$PASSWORD\" | larder user add alice --auth /etc/larder/users",
            "",
            "A running proxy notices a change within a second.");
    add(
        ofOne(
            "add",
            this::add,
            "Adds a user, or changes the password; asks for it, or reads a line of standard"
                + " input."));
    add(ofOne("remove", this::remove, "Removes a user."));
    add(described("list", this::list, "Lists the names."));
  }

  /** Options of the command and its subcommands. */
  private static final class Options extends OptionGroup {
    private final Choice<@Nullable Path> file =
        file(
            OptionSpec.builder("--auth")
                .paramLabel("FILE")
                .scopeType(ScopeType.INHERIT)
                .description("The file. Default: ${sys:LARDER-USER-FILE}."));

    private Options() {
      super("Users");
    }
  }

  @Override
  public Integer call() {
    throw wrong("Say what to do: add, remove or list");
  }

  private void add(CommandSpec command) {
    spec().addSubcommand(command.name(), command);
  }

  /** An operation on one user. */
  private interface AboutUser {
    int of(String name) throws StartException;
  }

  private static CommandSpec ofOne(String name, AboutUser does, String description) {
    PositionalParamSpec operand =
        PositionalParamSpec.builder()
            .paramLabel("NAME")
            .type(String.class)
            .arity("1")
            .required(true)
            .build();
    Choice<String> user = new Choice<>(operand);
    return described(name, () -> does.of(user.get()), description).addPositional(operand);
  }

  private int add(String name) throws StartException {
    UserFile users = users();
    return doing(
        () -> {
          boolean fresh = users.put(name, question.ask());
          say((fresh ? "Added " : "Changed the password of ") + name + " in " + users.path());
          return ExitCode.OK;
        });
  }

  private int remove(String name) throws StartException {
    UserFile users = users();
    return doing(
        () -> {
          if (!users.remove(name)) {
            line().getErr().println("larder: There is no " + name + " in " + users.path());
            return ExitCode.FAILED;
          }
          say("Removed " + name + " from " + users.path());
          return ExitCode.OK;
        });
  }

  private int list() throws StartException {
    UserFile users = users();
    return doing(
        () -> {
          if (Files.exists(users.path())) {
            PrintWriter out = out();
            users.names().forEach(out::println);
          }
          return ExitCode.OK;
        });
  }

  /** An operation that may fail because of the file. */
  private interface Doing {
    int run() throws IOException;
  }

  private int doing(Doing doing) throws StartException {
    try {
      return doing.run();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new StartException(StartException.Cause.DISK, e);
    }
  }

  private UserFile users() {
    Path named = options.file.get();
    return new UserFile(named == null ? CommandLines.userFile(environment) : named);
  }

  private void say(String what) {
    err().println(what);
  }
}
