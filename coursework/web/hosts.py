"""The names that we answer to, and whom we believe about who asks."""

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from coursework.errors import RefusalError
from coursework.settings import Settings


class UnknownHostError(RefusalError):
    """A request that calls us by a name which is not ours."""

    status = 400


def init_hosts(app: Flask, settings: Settings) -> None:
    """Refuse other names; take the address and the scheme of who asks from so many proxies, never the host.

    werkzeug has such a list too; it cannot hold an address in brackets, and refuses before the
    page that says so can be made.
    """
    names, hops = frozenset(settings.trusted_hosts), settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]

    @app.before_request
    def check_host() -> None:
        if urlsplit(f"//{request.host}").hostname not in names:
            message = (
                "This server does not go by that name. Whoever runs it can add the name to TRUSTED_HOSTS."
            )
            raise UnknownHostError(message)
