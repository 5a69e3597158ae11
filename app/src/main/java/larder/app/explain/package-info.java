/** Explanations for users and programs. */
package larder.app.explain;
