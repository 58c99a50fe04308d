"""What touches a socket: the handler around Scrapy's, the guard of private networks, one request at a time a host."""
