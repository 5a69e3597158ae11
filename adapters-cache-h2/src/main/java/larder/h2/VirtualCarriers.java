package larder.h2;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/** Those of the virtual threads of this process. */
final class VirtualCarriers implements DiskWatch.Carriers {
  private @Nullable VirtualThreadSchedulerMXBean scheduler;
  private int parallelism;
  private int replaced;

  /** From one thread at a time. */
  @Override
  public void replace(int held) {
    VirtualThreadSchedulerMXBean bean = scheduler;
    if (bean == null) {
      bean = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
      if (bean == null) {
        return; // this JVM lets nobody ask
      }
      scheduler = bean;
      parallelism = bean.getParallelism();
    }
    if (held != replaced) {
      replaced = held;
      bean.setParallelism(parallelism + held);
    }
    if (held > 0 && bean.getQueuedVirtualThreadCount() > 0) {
      wake();
    }
  }

  /**
   * The scheduler looks for another carrier when something is put into a queue that was empty, and
   * all that it has may be full: a new platform thread has one of its own, most likely. Whoever
   * calls comes again soon.
   */
  private static void wake() {
    Thread.ofPlatform()
        .daemon()
        .name("larder-h2-wake")
        .start(() -> Thread.ofVirtual().start(() -> {}));
  }
}
