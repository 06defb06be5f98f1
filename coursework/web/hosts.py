"""The names that we answer to, and whom we believe about who asks."""

from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from coursework.settings import Settings

_NOT_OURS = (
    "This server does not go by that name. Nothing was changed. "
    "Whoever runs it can add the name to TRUSTED_HOSTS.\n"
)


def init_hosts(app: Flask, settings: Settings) -> None:
    """Refuse other names; take the address and the scheme of who asks from so many proxies, never the host.

    werkzeug has such a list too; it cannot hold an address in brackets, and refuses before the
    request can be logged.
    """
    names, hops = frozenset(settings.trusted_hosts), settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]

    @lru_cache(maxsize=64)
    def is_ours(host: str) -> bool:
        return urlsplit(f"//{host}").hostname in names

    @app.before_request
    def check_host() -> Response | None:
        if is_ours(request.host):
            return None
        return Response(_NOT_OURS, 400, mimetype="text/plain")  # a page's styles would be refused as well
