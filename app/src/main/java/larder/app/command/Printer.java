package larder.app.command;

import java.io.PrintWriter;
import java.util.function.Consumer;
import larder.app.upkeep.AnswerSink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import tools.jackson.databind.JsonNode;

/** Prints an answer; as JSON, one object a line, unless a subclass prints it otherwise. */
class Printer implements AnswerSink {
  private final PrintWriter out;

  Printer(PrintWriter out) {
    this.out = out;
  }

  /** One JSON object, on several lines. */
  static Printer pretty(PrintWriter out) {
    return new Printer(out) {
      @Override
      public void result(JsonNode result) throws TransferException {
        print(result.toPrettyString());
      }
    };
  }

  /** Text that is made from one JSON object. */
  static Printer of(PrintWriter out, Consumer<JsonNode> text) {
    return new Printer(out) {
      @Override
      public void result(JsonNode result) {
        text.accept(result);
      }
    };
  }

  final void print(String line) throws TransferException {
    out.println(line);
    if (out.checkError()) {
      throw new TransferException(Side.CLIENT, Kind.CUT_SHORT, "Nobody reads what is printed");
    }
  }

  @Override
  public void item(JsonNode item) throws TransferException {
    print(item.toString());
  }

  @Override
  public void progress(long done, long of) {}

  @Override
  public void result(JsonNode result) throws TransferException {}

  /** The exit code of the command. */
  int exitCode() {
    return ExitCode.OK;
  }
}
