#!/usr/bin/env python3
"""Records the captures of samples/captures again, from real sockets of this machine's kernel.

    sudo python3 scripts/record-samples.py [FOLDER]

Needs Linux, root, python3 >= 3.9, iproute2, tcpdump and editcap (wireshark-common). Every exchange runs in
network namespaces of its own, so nothing else is on the wire and nothing of the host is changed.
The local exchanges run over the namespace's loopback device; the others over two TUN devices joined by a
relay in this file, which delivers each packet after a fixed delay.
"""

import ctypes
import fcntl
import heapq
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001

CLIENT, SERVER, RESOLVER = "192.0.2.10", "192.0.2.80", "192.0.2.53"
PEER_A, PEER_B = "198.51.100.1", "198.51.100.2"


# --- the wire ---------------------------------------------------------------------------------------------


def enter_new_namespace():
    """Moves this process into a network namespace of its own, without IPv6 so that no router is looked for."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare: run this as root")
    Path("/proc/sys/net/ipv6/conf/all/disable_ipv6").write_text("1")
    run("ip", "link", "set", "lo", "up")


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def open_tunnel(addresses, route):
    """Gives the descriptor of a new TUN device `wire` with these addresses, routed to the peer's network."""
    descriptor = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH", b"wire", IFF_TUN_NO_PI))
    for address in addresses:
        run("ip", "address", "add", f"{address}/32", "dev", "wire")
    run("ip", "link", "set", "wire", "mtu", "1500", "up")
    run("ip", "route", "add", route, "dev", "wire", "src", addresses[0])
    return descriptor


def relay(one, other, delay):
    """Carries packets between two TUN devices, each `delay` seconds after it was sent; never returns."""
    waiting, count = [], 0
    while True:
        timeout = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        for descriptor in select.select([one, other], [], [], timeout)[0]:
            packet = os.read(descriptor, 65536)
            count += 1
            heapq.heappush(waiting, (time.monotonic() + delay, count, other if descriptor == one else one, packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, target, packet = heapq.heappop(waiting)
            os.write(target, packet)


class Recording:
    """tcpdump on a device of this namespace, from `with` to the end of its block."""

    def __init__(self, device, path):
        self.command = ["tcpdump", "-i", device, "-n", "-s", "0", "-B", "8192", "--immediate-mode"]
        self.command += ["-Z", "root", "-w", str(path)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)
        while "listening on" not in self.process.stderr.readline():
            if self.process.poll() is not None:
                raise RuntimeError("tcpdump did not start")

    def __exit__(self, *_):
        time.sleep(0.4)
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate()[1]
        if "\n0 packets dropped by kernel" not in said:
            raise RuntimeError(f"the recorder lost packets, record again: {said}")


def in_child(function, *arguments):
    """Runs a function in a forked process and gives its process id; a failure ends that process with status 1."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            function(*arguments)
            status = 0
        finally:
            os._exit(status)
    return process


def wait_for(process):
    if os.waitpid(process, 0)[1] != 0:
        raise RuntimeError("an exchange failed")


def record_local(path, port, serve, ask):
    """Records one connection over loopback: `serve` gets the accepted socket, `ask` the connected one."""

    def exchange():
        enter_new_namespace()
        listener = socket.create_server(("127.0.0.1", port))

        def accept():
            serve(listener.accept()[0])

        with Recording("lo", path):
            server = threading.Thread(target=accept)
            server.start()
            client = socket.create_connection(("127.0.0.1", port))
            time.sleep(0.005)
            ask(client)
            server.join()

    wait_for(in_child(exchange))


def record_apart(path, near, far, delay):
    """Records between two namespaces joined by the relay, seen at the near end.

    `near` and `far` are (addresses, route to the other, program); the far program starts first.
    """
    ours, theirs = socket.socketpair()

    def far_end():
        enter_new_namespace()
        socket.send_fds(theirs, [b"tunnel"], [open_tunnel(*far[:2])])
        far[2]()

    def near_end():
        enter_new_namespace()
        tunnel = open_tunnel(*near[:2])
        far_process = in_child(far_end)
        _, [far_tunnel], *_ = socket.recv_fds(ours, 16, 1)
        relay_process = in_child(relay, tunnel, far_tunnel, delay)
        try:
            with Recording("wire", path):
                near[2]()
            wait_for(far_process)
        finally:
            os.kill(relay_process, signal.SIGKILL)

    wait_for(in_child(near_end))


def receive(connection, length):
    """Gives exactly `length` octets, or fewer when the peer closed."""
    octets = b""
    while len(octets) < length and (piece := connection.recv(length - len(octets))):
        octets += piece
    return octets


# --- the exchanges ----------------------------------------------------------------------------------------


def serve_echo(connection):
    connection.sendall(receive(connection, 13))
    receive(connection, 1)
    time.sleep(0.004)
    connection.close()


def ask_echo(connection):
    connection.sendall(b"Hello, world!")
    receive(connection, 13)
    time.sleep(0.003)
    connection.close()


def serve_five_at_a_time(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while piece := connection.recv(5):
        connection.sendall(piece)
        time.sleep(0.0002)
    connection.close()


def ask_twenty(connection):
    connection.sendall(b"twenty octets, sent.")
    receive(connection, 20)
    connection.close()


def serve_thousandfold(connection):
    connection.sendall(receive(connection, 13) * 1000)
    time.sleep(0.1)
    connection.close()


def ask_and_leave_unread(connection):
    connection.sendall(b"Hello, world!")
    connection.recv(13)
    time.sleep(0.005)
    connection.close()


def serve_slowly(connection):
    received = receive(connection, 520)
    time.sleep(5)
    connection.sendall(received)
    time.sleep(5)
    connection.close()


def ask_four_times(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for number in range(4):
        connection.sendall(bytes([number]) * 130)
    receive(connection, 520)
    connection.close()


RESOURCES = {
    "/": ("text/html", b"<!doctype html><title>Ladder</title>" + b"<p>One rung after the other.</p>\n" * 60),
    "/style.css": ("text/css", b"p { margin: 0 }\n" * 40),
    "/ladder.js": ("text/javascript", b"console.log('rung');\n" * 150),
    "/top.png": ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(5200)),
    "/rung.png": ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(2600)),
    "/foot.png": ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(900)),
}
REQUESTS = [["/style.css", "/foot.png"], ["/ladder.js"], ["/top.png"], ["/rung.png"]]


def serve_page():
    """A name server and a web server with persistent connections (HTTP/1.1), until the last of four closes."""
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.bind((RESOLVER, 53))
    listener = socket.create_server((SERVER, 80))

    def answer(connection):
        lines = connection.makefile("rb")
        while request := lines.readline():
            while lines.readline().strip():
                pass
            kind, body = RESOURCES[request.split()[1].decode()]
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body)
        connection.close()

    query, asker = resolver.recvfrom(512)
    answer_head = query[:2] + b"\x81\x80" + bytes([0, 1, 0, 1, 0, 0, 0, 0])
    record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + socket.inet_aton(SERVER)
    resolver.sendto(answer_head + query[12:] + record, asker)
    workers = []
    for _ in REQUESTS:
        workers.append(threading.Thread(target=answer, args=(listener.accept()[0],)))
        workers[-1].start()
    for worker in workers:
        worker.join()


def browse_page():
    """Looks the name up, fetches the page, then its five resources over four connections at a time."""
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.connect((RESOLVER, 53))
    resolver.send(b"\x1a\x2b\1\0\0\1\0\0\0\0\0\0\3www\7example\3com\0\0\1\0\1")
    resolver.recv(512)
    first = socket.create_connection((SERVER, 80))
    fetch(first, ["/"])

    def fetch_some(paths, connection=None):
        connection = connection or socket.create_connection((SERVER, 80))
        fetch(connection, paths)
        time.sleep(0.05)
        connection.close()

    workers = [threading.Thread(target=fetch_some, args=(REQUESTS[0], first))]
    workers += [threading.Thread(target=fetch_some, args=(paths,)) for paths in REQUESTS[1:]]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def fetch(connection, paths):
    for path in paths:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: www.example.com\r\n\r\n".encode())
        answer = connection.makefile("rb")
        length = 0
        while line := answer.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        answer.read(length)


def open_towards(own, peer, start):
    """Opens to a peer that opens to us at the same moment: neither listens (RFC 9293 section 3.5)."""

    def program():
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        connection.bind(own)
        time.sleep(max(0, start - time.monotonic()))
        connection.connect(peer)
        connection.sendall(b"Hello, peer!")
        receive(connection, 12)
        if own[0] == PEER_B:
            receive(connection, 1)
        else:
            time.sleep(0.3)
        connection.close()
        time.sleep(0.5)

    return program


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "samples" / "captures")
    folder.mkdir(parents=True, exist_ok=True)
    record_local(folder / "echo.pcap", 12345, serve_echo, ask_echo)
    record_local(folder / "five-octet-buffer.pcap", 8080, serve_five_at_a_time, ask_twenty)
    record_local(folder / "reset-unread.pcap", 9090, serve_thousandfold, ask_and_leave_unread)
    record_local(folder / "delay-5s.pcap", 12345, serve_slowly, ask_four_times)
    start = time.monotonic() + 2
    one = ([PEER_A], PEER_B, open_towards((PEER_A, 6001), (PEER_B, 6002), start))
    other = ([PEER_B], PEER_A, open_towards((PEER_B, 6002), (PEER_A, 6001), start))
    record_apart(folder / "simultaneous-open.pcap", one, other, delay=0.05)
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "page.pcap"
        browser = ([CLIENT], "192.0.2.0/24", browse_page)
        record_apart(page, browser, ([SERVER, RESOLVER], CLIENT, serve_page), delay=0.01)
        run("editcap", "-F", "pcapng", str(page), str(folder / "web-page.pcapng"))


if __name__ == "__main__":
    main()
