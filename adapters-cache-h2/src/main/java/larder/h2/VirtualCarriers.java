package larder.h2;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/** The carriers of the virtual threads of this process. */
final class VirtualCarriers implements DiskWatch.Carriers {
  private final Supplier<@Nullable VirtualThreadSchedulerMXBean> ofThisProcess;
  private @Nullable VirtualThreadSchedulerMXBean scheduler;
  private int parallelism;
  private int replaced;

  VirtualCarriers() {
    this(() -> ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class));
  }

  /**
   * @param ofThisProcess what is asked for at the first look; null where nobody may ask
   */
  VirtualCarriers(Supplier<@Nullable VirtualThreadSchedulerMXBean> ofThisProcess) {
    this.ofThisProcess = ofThisProcess;
  }

  /** One thread at a time may call this. */
  @Override
  public void replace(int held) {
    VirtualThreadSchedulerMXBean bean = scheduler;
    if (bean == null) {
      bean = ofThisProcess.get();
      if (bean == null) {
        return; // this JVM does not offer it
      }
      parallelism = bean.getParallelism();
      scheduler = bean;
    }
    if (held != replaced) {
      bean.setParallelism(parallelism + held);
      replaced = held;
    }
    if (held > 0 && bean.getQueuedVirtualThreadCount() > 0) {
      wake();
    }
  }

  /**
   * The scheduler looks for another carrier when a task is put into an empty queue, and all of its
   * queues may have tasks. A new platform thread most likely uses an empty one. The caller repeats
   * this soon.
   */
  private static void wake() {
    Thread.ofPlatform()
        .daemon()
        .name("larder-h2-wake")
        .start(() -> Thread.ofVirtual().start(() -> {}));
  }
}
