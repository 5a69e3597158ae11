/**
 * What a cache may do: RFC 9111 as pure functions, with the policy port and its two policies. Time
 * is an argument; there is no clock, no log and no I/O.
 */
package larder.caching;
