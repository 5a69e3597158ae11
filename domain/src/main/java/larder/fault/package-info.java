/** How all modules handle faults. */
package larder.fault;
