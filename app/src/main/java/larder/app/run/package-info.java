/** Commands that run behind a proxy of their own: what they are told, and what it saved them. */
package larder.app.run;
