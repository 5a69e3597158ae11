/**
 * What a cache may do: RFC 9111 as pure functions. The policy port and its two policies. Time is an
 * argument; no clock, no log, no I/O.
 */
package larder.caching;
