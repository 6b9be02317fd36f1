"""Print the first port of the loopback address, from the one given on, that nobody listens on."""

from __future__ import annotations

import socket
import sys

TRIES = 20


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of 127.0.0.1."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    first = int(sys.argv[1])
    free = next((port for port in range(first, first + TRIES) if is_free(port)), None)
    if free is None:
        sys.exit(f"{first}–{first + TRIES - 1} 番のポートはすべて使われています / these ports are all in use")
    sys.stdout.write(f"{free}\n")
