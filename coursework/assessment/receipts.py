"""What a browser and we say to each other about one saved answer, as JSON."""

import secrets
from datetime import datetime
from typing import Any

from flask import Response, abort, json, jsonify, url_for

from coursework.assessment.actions import Receipt
from coursework.assessment.queries import Line
from coursework.assessment.rules import Save, check_key, check_seen
from coursework.web.refusals import refuse


def body_of_save(told: object) -> dict[str, Any]:
    """Return what a browser sent if it can be an answer or a flag; else the request ends with 422."""
    if not isinstance(told, dict) or not {"answer", "flagged"} & told.keys():
        abort(422)
    if not isinstance(told.get("flagged", False), bool):
        abort(422)
    return told


def save_in(body: dict[str, Any], line: Line) -> Save:
    """Return the save in a body; raises what says why it cannot be one."""
    told = body["answer"]
    return Save(
        answer=None if told is None else line.question.accepted(line.question.meant(told, line.order)),
        key=check_key(body.get("key", secrets.token_urlsafe(9))),
        seen=check_seen(body.get("seen", line.revision), line.revision),
    )


def said(moment: datetime | None) -> str | None:
    """Say a moment as JSON does."""
    return moment.isoformat(timespec="milliseconds") if moment else None


def said_answer(line: Line) -> dict[str, Any]:
    """Say what is kept of a question, with the answer as positions on this paper."""
    return {"revision": line.revision, "answer": line.shown_answer, "saved_at": said(line.saved_at)}


def said_receipt(receipt: Receipt, line: Line) -> Response:
    """Say a receipt; one for a stale answer also says which newer one stands."""
    told: dict[str, Any] = {
        "question": receipt.question,
        "revision": receipt.revision,
        "standing": receipt.standing,
        "saved_at": said(receipt.saved_at),
    }
    return jsonify(told | {"current": said_answer(line)} if receipt.standing == "stale" else told)


def too_late(attempt_id: int, receipt: Receipt | None) -> Response:
    """Refuse with the address of the result; what was sent is kept if it was an answer."""
    where = url_for("assessment.result", attempt_id=attempt_id)
    kept = "This answer is kept as late, and not counted." if receipt else "Nothing was changed."
    response = refuse(409, f"This test is closed; what was saved before counts. {kept}")
    response.headers["Location"] = where
    if response.is_json:
        told = {"standing": receipt.standing if receipt else None, "result": where}
        response.set_data(json.dumps(response.get_json() | told))
    return response
