"""A browser without a screen, which believes one certificate."""

import http.cookiejar
import json
import re
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlencode


class Visitor:
    """Somebody who comes over TLS."""

    def __init__(self, url, certificate):
        self.url, self.token = url, ""
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificate)),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def ask(self, method, path, data=None, kind="application/x-www-form-urlencoded", **headers):
        """Return the address, the page and the headers that came in the end."""
        sent = {"Content-Type": kind, "X-CSRFToken": self.token, "Referer": f"{self.url}/"} | headers
        request = urllib.request.Request(self.url + path, data, sent, method=method)
        with self.opener.open(request, timeout=20) as answer:
            return answer.url.removeprefix(self.url), answer.read().decode(), answer.headers

    def post(self, form, path, **fields):
        """Send the form on one page to another."""
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", form)[1]).group(1)
        return self.ask("POST", path, urlencode(fields | {"csrf_token": self.token}).encode())

    def save(self, paper, position, answer):
        """Save an answer and return its receipt, or None when none came."""
        body = json.dumps({"answer": answer}).encode()
        try:
            return json.loads(self.ask("PUT", f"{paper}/responses/{position}", body, "application/json")[1])
        except urllib.error.HTTPError as refused:
            refused.close()
        except (OSError, ValueError):  # cut off, or a page of nginx
            pass
        return None

    def refused(self, method, path, data=None):
        """Return the status and the page of a request that is not granted."""
        try:
            self.ask(method, path, data)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        raise AssertionError(f"{path} was granted")
