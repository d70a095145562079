"""No lesson opens the network: nbval's kernels reach only this machine. Here: that it is so."""

import nbformat
from nbclient import NotebookClient

CELLS = [
    (
        "import socket, urllib.request\nurllib.request.urlopen('http://example.com')",
        "a lesson opens the network: socket.getaddrinfo example.com",
    ),
    ("socket.create_connection(('192.0.2.1', 80), timeout=1)", "a lesson opens the network: socket."),
    (
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
        "a lesson opens the network: socket.sendto 192.0.2.1",
    ),
    (
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "socket.create_connection(server.getsockname()).close()",
        None,
    ),
]


def test_a_kernel_of_the_tests_reaches_this_machine_alone():
    cells = [nbformat.v4.new_code_cell(source) for source, _ in CELLS]
    NotebookClient(nbformat.v4.new_notebook(cells=cells), timeout=60, allow_errors=True).execute()
    for cell, (_, refused) in zip(cells, CELLS):
        errors = [
            f"{output.ename}: {output.evalue}" for output in cell.outputs if output.output_type == "error"
        ]
        assert refused in errors[0] if refused else not errors, errors
