package larder.http;

/** A request: its head, and its content as a stream. */
public record Request(RequestHead head, Body body) {}
