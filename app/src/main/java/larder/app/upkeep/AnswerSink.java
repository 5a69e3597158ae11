package larder.app.upkeep;

import larder.http.TransferException;
import tools.jackson.databind.JsonNode;

/** Receives the answer to a question, piece by piece, on one thread. */
public interface AnswerSink {
  /** Receives one of many items. */
  void item(JsonNode item) throws TransferException;

  /**
   * Receives the progress.
   *
   * @param of the total; 0 if unknown
   */
  void progress(long done, long of) throws TransferException;

  /** Receives the result, which is the last piece. */
  void result(JsonNode result) throws TransferException;
}
