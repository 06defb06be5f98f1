"""What we hand out and know again: signed with the site's key, by HMAC-SHA-256."""

import hashlib

from flask import current_app
from itsdangerous import URLSafeTimedSerializer


def signer(purpose: str) -> URLSafeTimedSerializer:
    """Return what signs for one purpose; what is signed for another is not ours."""
    return URLSafeTimedSerializer(
        current_app.secret_key or "",
        salt=purpose,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
