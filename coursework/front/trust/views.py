"""Privacy, terms, contact, accessibility, corrections, sources."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from coursework.front.trust.privacy import EVERYTHING
from coursework.web.current import site, the_course

bp = Blueprint("trust", __name__)


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what is kept, why, on what ground and how long."""
    settings = site().settings
    named = {"contact": settings.contact, "controller": settings.controller}
    return render_template("front/trust/privacy.html", everything=EVERYTHING, **named)


@bp.get("/terms")
def terms() -> ResponseReturnValue:
    """Say what people may expect of the course, and what it expects of them."""
    return render_template("front/trust/terms.html")


@bp.get("/contact")
def contact() -> ResponseReturnValue:
    """Say whom to write to, or that nobody is named."""
    return render_template("front/trust/contact.html", contact=site().settings.contact)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Say what was tested, how and when, and what was not."""
    return render_template("front/trust/accessibility.html", contact=site().settings.contact)


@bp.get("/corrections")
def corrections() -> ResponseReturnValue:
    """Say what was wrong in the course and was put right, the newest first."""
    newest_first = sorted(the_course().corrections, key=lambda one: one.day, reverse=True)
    return render_template("front/trust/corrections.html", corrections=newest_first)


@bp.get("/sources")
def sources() -> ResponseReturnValue:
    """Show every source of the course, by lecture."""
    return render_template("front/trust/sources.html", lectures=the_course().lectures)
