"""Pages of which the greater part is the same for everybody: that part is compressed once."""

import struct
import zlib
from dataclasses import dataclass

from flask import Response, request

MARKER = "<!-- what is the same for everybody -->"
_LEVEL = 4
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no name, no time


@dataclass(frozen=True)
class Packed:
    """A stretch of text, plain and deflated; its last block is flushed, so that more may follow."""

    plain: bytes
    deflated: bytes


def pack(text: str) -> Packed:
    """Return a text ready to be put into pages."""
    plain = text.encode()
    return Packed(plain, _deflated(plain, zlib.Z_FULL_FLUSH, level=9))


def page_with(page: str, middle: Packed) -> Response:
    """Return the page with `middle` in the place of its `MARKER`, as gzip where the reader takes it."""
    head, tail = (part.encode() for part in page.split(MARKER, 1))
    if not request.accept_encodings.best_match(["gzip"]):
        response = Response(head + middle.plain + tail, mimetype="text/html")
    else:
        response = Response(_gzip(head, middle, tail), mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def _gzip(head: bytes, middle: Packed, tail: bytes) -> bytes:
    """Return one gzip member: its blocks may end where we like, its sum runs over all of them."""
    total = zlib.crc32(tail, zlib.crc32(middle.plain, zlib.crc32(head)))
    length = len(head) + len(middle.plain) + len(tail)
    blocks = (_deflated(head, zlib.Z_FULL_FLUSH), middle.deflated, _deflated(tail, zlib.Z_FINISH))
    return b"".join((_GZIP_HEAD, *blocks, struct.pack("<II", total, length & 0xFFFFFFFF)))


def _deflated(data: bytes, flush: int, level: int = _LEVEL) -> bytes:
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush(flush)
