"""Python loads this file by its name at its start: the tests' kernels reach this machine alone."""

import sys

HERE = ("localhost", "127.", "::1", "/")  # "/": a socket in the file system
ADDRESS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def refuse_the_network(event, arguments):
    if event in ADDRESS:
        address = arguments[ADDRESS[event]]
        host = address[0] if isinstance(address, tuple) else address
        if host and not str(host).startswith(HERE):
            raise PermissionError(f"a lesson opens the network: {event} {host}")


sys.addaudithook(refuse_the_network)
