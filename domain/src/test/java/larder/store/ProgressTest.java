package larder.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Progress progress = new Progress();

  @Test
  void whatWasWrittenBeforeItWasGivenUpIsStillRead() throws Exception {
    progress.advance(5);
    progress.giveUp();

    assertEquals(5, progress.awaitBeyond(0));
    TransferException end = assertThrows(TransferException.class, () -> progress.awaitBeyond(5));
    assertEquals(Kind.CUT_SHORT, end.kind());
    assertThrows(TransferException.class, progress::refuseIfGivenUp);
  }

  @Test
  void theEndOfTheWholeIsNoFailure() throws Exception {
    progress.advance(5);
    progress.complete();
    progress.giveUp();

    assertEquals(5, progress.awaitBeyond(0));
    assertEquals(5, progress.awaitBeyond(5));
    progress.refuseIfGivenUp();
  }
}
