package larder.endurance;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Numbers from 0 on, of which the first ones come most often: the n-th with 1/n to some power. */
final class Zipf {
  private final double[] cumulative;
  private final SplittableRandom random;

  Zipf(int count, double power, long seed) {
    cumulative = new double[count];
    random = new SplittableRandom(seed);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1 / Math.pow(i + 1.0, power);
      cumulative[i] = sum;
    }
  }

  int next() {
    int found =
        Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
    return found < 0 ? -found - 1 : found;
  }
}
