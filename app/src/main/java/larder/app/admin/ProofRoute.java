package larder.app.admin;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Proves that this proxy has the token that the client knows: {@code GET /proof?challenge=TEXT}.
 * The port that a file names may belong to another process by now.
 */
final class ProofRoute implements Route.Answering {
  static final String PATH = "/proof";
  static final String CHALLENGE = "challenge";
  static final String PROOF = "proof";

  private final AdminToken token;

  ProofRoute(AdminToken token) {
    this.token = token;
  }

  @Override
  public Route.Answer to(Map<String, List<String>> query) {
    List<String> challenges = query.getOrDefault(CHALLENGE, List.of());
    if (challenges.size() != 1) {
      throw new IllegalArgumentException("Give one challenge");
    }
    return Route.json(
        JsonMapper.shared().createObjectNode().put(PROOF, token.proof(challenges.getFirst())));
  }
}
