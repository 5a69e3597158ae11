/** What is done about faults, whatever module meets them. */
package larder.fault;
