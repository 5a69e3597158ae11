/** What the AOT cache of the JVM learns from; nothing of it runs in a proxy. */
package larder.app.rehearsal;
