package larder.app.upkeep;

import larder.http.TransferException;
import tools.jackson.databind.JsonNode;

/** Takes the answer to a question, piece by piece, on one thread. */
public interface AnswerSink {
  /** One of many. */
  void item(JsonNode item) throws TransferException;

  /**
   * How far it has come.
   *
   * @param of how much there is; 0 if that is not known
   */
  void progress(long done, long of) throws TransferException;

  /** What came of it all: the last piece. */
  void result(JsonNode result) throws TransferException;
}
