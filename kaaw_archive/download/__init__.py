"""Downloads, the only room that touches a socket: guard of private networks, TLS, one request at a time a host."""
