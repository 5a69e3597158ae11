/**
 * How one exchange runs, from a client's request to the answer that it gets. Contains the driving
 * ports ({@code RequestPort}, {@code ResponsePort}) and the driven ones ({@code OriginPort}, {@code
 * TunnelPort}, {@code ExchangeLog}).
 */
package larder.forwarding;
