package larder.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortQuestionTest {
  private final List<String> asked = new ArrayList<>();

  private PortQuestion.Terminal answering(String... lines) {
    Deque<String> left = new ArrayDeque<>(Arrays.asList(lines));
    return prompt -> {
      asked.add(prompt);
      return left.poll();
    };
  }

  @ParameterizedTest
  @CsvSource({"8080, 8080", "' 8080 ', 8080", "0, 0", "65535, 65535", "'', 3128", "' ', 3128"})
  void takes(String answer, int port) {
    assertEquals(port, PortQuestion.ask(answering(answer)));
    assertEquals(List.of("Port [3128]: "), asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "-1", "65536", "80 80", "999999", "3128!", "١"})
  void asksAgainAfter(String answer) {
    assertEquals(8080, PortQuestion.ask(answering(answer, "8080")));
    assertEquals(
        List.of("Port [3128]: ", "A port is a number from 0 to 65535. Port [3128]: "), asked);
  }

  @Test
  void theEndOfInputIsTheUsualPort() {
    assertEquals(3128, PortQuestion.ask(answering()));
    assertEquals(3128, PortQuestion.ask(answering("nonsense")));
  }
}
