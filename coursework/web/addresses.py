"""Addresses that leave the site: in mails, on documents, in pictures."""

from flask import current_app

from coursework.web.current import site


def absolute(endpoint: str, **values: object) -> str:
    """Return the whole address of a page, as PUBLIC_URL says it, whatever a request calls us."""
    return site().settings.public_url + current_app.url_map.bind("").build(endpoint, values)
