/** The file of users with slow, salted hashes of their passwords, and how passwords are checked. */
package larder.app.users;
