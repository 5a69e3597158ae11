/** Explanations as people and programs read them. */
package larder.app.explain;
