/** A store in memory: content in chunks, bounded in bytes, evicted by W-TinyLFU. */
package larder.memory;
