"""No lesson opens the network: nbval's kernels reach only this machine. Here: that it is so."""

import nbformat
from course import slow
from nbclient import NotebookClient

CELLS = {
    "import socket\nsocket.getaddrinfo('example.com', 80)": "getaddrinfo example.com",
    "socket.socket().connect(('192.0.2.1', 80))": "connect 192.0.2.1",
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))": "sendto 192.0.2.1",
    "server = socket.create_server(('127.0.0.1', 0))": None,
    "socket.create_connection(server.getsockname()).close()": None,
}


@slow
def test_a_kernel_of_the_tests_reaches_this_machine_alone():
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    NotebookClient(nbformat.v4.new_notebook(cells=cells), timeout=60, allow_errors=True).execute()
    told = [next((output.evalue for output in cell.outputs if "evalue" in output), None) for cell in cells]
    assert told == [part and f"a lesson opens the network: socket.{part}" for part in CELLS.values()]
