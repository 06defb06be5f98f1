"""A load on loopback, bounded in time: keep-alive connections that ask one after another."""

import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Load:
    """What a load achieved: answers a second, median and 95th percentile in milliseconds, and faults."""

    rate: float
    median_ms: float
    p95_ms: float
    faults: int


def _answer(reader: socket.SocketIO) -> int:
    """Read one answer, and return its status."""
    file = reader
    status = int(file.readline().split()[1])
    length = 0
    while (line := file.readline()) not in {b"\r\n", b""}:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    left = length
    while left:
        left -= len(file.read(left))
    return status


def put_load(port: int, seconds: float, asks: list[Callable[[int], bytes]]) -> Load:
    """Ask from one connection for each of `asks`, which return the bytes of their n-th request."""
    times: list[float] = []
    faults = [0]
    lock = threading.Lock()
    until = time.perf_counter() + seconds

    def run(ask: Callable[[int], bytes]) -> None:
        mine, wrong, number = [], 0, 0
        with socket.create_connection(("127.0.0.1", port)) as connection:
            file = connection.makefile("rb", buffering=65536)
            while time.perf_counter() < until:
                number += 1
                request = ask(number)
                begun = time.perf_counter()
                connection.sendall(request)
                wrong += _answer(file) not in {200, 201}
                mine.append(time.perf_counter() - begun)
        with lock:
            times.extend(mine)
            faults[0] += wrong

    threads = [threading.Thread(target=run, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(times, n=20)
    return Load(len(times) / seconds, cuts[9] * 1000, cuts[18] * 1000, faults[0])


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    told = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", **headers}
    if body:
        told |= {"Content-Length": str(len(body)), "Content-Type": "application/json"}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


sys.setswitchinterval(0.001)
