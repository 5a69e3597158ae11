/** Commands that run behind a proxy: their variables, and what the proxy saved them. */
package larder.app.run;
