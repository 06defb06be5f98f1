"""Wrong passwords: counted by account, by address, and apart for a browser that the account knows."""

import secrets

from flask import current_app
from itsdangerous import BadSignature
from werkzeug import Response

from coursework.identity.rules import digest_of, tidy_address
from coursework.web import limits
from coursework.web.cookies import cookie, keep_cookie
from coursework.web.limits import Limit
from coursework.web.signing import signer

_COOKIE = "device"
_KEPT_FOR = 365 * 24 * 3600
_ACCOUNTS_A_DEVICE = 5


def check(email: str) -> None:
    """Raise `TooManyError` when the next try to sign in has to wait; the password is not looked at."""
    for limit, parts in _counts_of(email):
        limits.check(limit, *parts)


def count_wrong(email: str) -> None:
    """Count a wrong password, or an address that nobody has."""
    for limit, parts in _counts_of(email):
        limits.count(limit, *parts)


def remember_device(response: Response, email: str) -> None:
    """Let this browser be known to the account from now on: others cannot make it wait."""
    nonce, accounts = _device()
    known = [_account(email), *(one for one in accounts if one != _account(email))][:_ACCOUNTS_A_DEVICE]
    signed = str(signer(_COOKIE).dumps([nonce or secrets.token_urlsafe(12), known]))
    keep_cookie(response, _COOKIE, signed, _KEPT_FOR)


def _counts_of(email: str) -> list[tuple[Limit, tuple[str, ...]]]:
    nonce, accounts = _device()
    account = _account(email)
    if account in accounts:
        return [(Limit.DEVICE, (account, nonce))]
    return [(Limit.ACCOUNT, (account,)), (Limit.ADDRESS, (limits.asking_address(),))]


def _account(email: str) -> str:
    """Return what stands for an account: no address is kept in Redis or in a cookie."""
    return digest_of(f"{current_app.secret_key!r}/{tidy_address(email)}")[:32]


def _device() -> tuple[str, list[str]]:
    """Return the number of this browser and the accounts that know it; empty when there are none."""
    try:
        nonce, accounts = signer(_COOKIE).loads(cookie(_COOKIE), max_age=_KEPT_FOR)
    except (BadSignature, ValueError, TypeError):
        return "", []
    return nonce, accounts
