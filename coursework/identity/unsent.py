"""What was typed into a form while its sign-in had ended: kept on the page of signing in, offered after."""

from itsdangerous import BadSignature

from coursework.web.paths import own_path
from coursework.web.signing import signer

Typed = list[tuple[str, str]]
_PURPOSE = "unsent"
_A_DAY = 24 * 3600


def packed(path: str, typed: Typed) -> str:
    """Return what goes into the page: where it was sent, and what."""
    return str(signer(_PURPOSE).dumps([path, typed]))


def unpacked(text: str | None) -> tuple[str, Typed] | None:
    """Return where something was sent, and what; None for what we have not packed within a day."""
    try:
        path, typed = signer(_PURPOSE).loads(text or "", max_age=_A_DAY)
    except (BadSignature, ValueError, TypeError):
        return None
    return own_path(path, "/"), [(name, value) for name, value in typed]
