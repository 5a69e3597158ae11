/** The file of users: salted, slow hashes of their passwords, and how they are checked. */
package larder.app.users;
