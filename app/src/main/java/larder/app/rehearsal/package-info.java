/** Trains the AOT cache of the JVM; no part of it runs in a proxy. */
package larder.app.rehearsal;
