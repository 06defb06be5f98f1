"""The composition root: the only file that knows every room."""

from datetime import timedelta

from flask import Flask
from flask_compress import Compress

from coursework import migrations
from coursework.assessment import views as assessment
from coursework.assessment.analysis import views as analysis
from coursework.assessment.closing import close_overdue_attempts
from coursework.assessment.corrections import views as corrections
from coursework.assessment.late import views as late
from coursework.assessment.practice import views as practice
from coursework.assessment.reported import views as reported
from coursework.cli.backup import check
from coursework.cli.course import course
from coursework.cli.demo import demo
from coursework.cli.documents import documents
from coursework.cli.people import people
from coursework.clock import Clock, utc_now
from coursework.database import init_database
from coursework.desk import views as desk
from coursework.desk.administration import views as administration
from coursework.desk.leaving import views as leaving
from coursework.enrolment import views as enrolment
from coursework.front import views as front
from coursework.front.trust import views as trust
from coursework.front.watching import init_watching
from coursework.handouts import views as handouts
from coursework.handouts.making import make_documents
from coursework.handouts.printing import init_printing
from coursework.identity import guards
from coursework.identity import views as identity
from coursework.identity.account import views as account
from coursework.identity.joining import views as joining
from coursework.jobs.names import JobName
from coursework.jobs.work import init_jobs
from coursework.keeping.expiring import delete_what_is_over
from coursework.mail import views as mail
from coursework.mail.delivering import deliver_mail
from coursework.reading import views as reading
from coursework.settings import Settings
from coursework.web.current import Site
from coursework.web.forms import csrf
from coursework.web.headers import init_headers
from coursework.web.hosts import init_hosts
from coursework.web.limits import init_limits
from coursework.web.measuring import count_statements, init_measuring
from coursework.web.metrics import init_figures
from coursework.web.refusals import init_refusals
from coursework.web.static_files import init_static_files
from coursework.web.templating import init_templating
from coursework.worker import worker

_LARGEST_BODY = 64 * 1024
_VIEWS = (
    mail,
    identity,
    joining,
    account,
    enrolment,
    reading,
    assessment,
    corrections,
    analysis,
    late,
    reported,
    practice,
    handouts,
    desk,
    leaving,
    administration,
    front,
    trust,
)


def create_app(settings: Settings, clock: Clock = utc_now) -> Flask:
    """Return the application; its course is read and its database migrated.

    Raises `CourseFaultError`, `SettingError` or `SchemaError`, each with words for people.
    """
    app = Flask("coursework", static_folder=None)
    app.config.update(_config(settings))
    site = app.extensions["site"] = Site(settings, clock)
    site.course()
    figures = init_figures(app)
    init_measuring(app, settings, figures)
    init_hosts(app, settings)
    init_limits(app, settings.redis_url)
    database = init_database(app, settings.database_url)
    migrations.migrate(database.engine)
    count_statements(database)
    health = init_watching(app, settings, figures)
    health.bind("migrations", lambda: migrations.word_on(database.engine))
    csrf.init_app(app)
    guards.init_sign_in(app)
    init_templating(app)
    init_static_files(app, development=settings.development)
    init_headers(app)
    init_refusals(app)
    Compress(app)
    init_printing(app, settings)
    jobs = init_jobs(app, settings.instance_dir, settings.redis_url, clock)
    jobs.bind(JobName.CLOSE_OVERDUE_ATTEMPTS, close_overdue_attempts, at_start=True, every_minutes=1)
    jobs.bind(JobName.MAKE_DOCUMENTS, make_documents, at_start=True, every_minutes=1)
    jobs.bind(JobName.DELIVER_MAIL, deliver_mail, at_start=True, every_minutes=1)
    jobs.bind(JobName.DELETE_WHAT_IS_OVER, delete_what_is_over, at_start=True, every_minutes=60)
    for views in _VIEWS:
        app.register_blueprint(views.bp)
    for command in (course, people, documents, demo, check, worker):
        app.cli.add_command(command)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "coursework",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.behind_tls,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": _LARGEST_BODY,
        "TEMPLATES_AUTO_RELOAD": settings.development,
        "COMPRESS_MIMETYPES": ["text/html", "application/json"],
        "COMPRESS_ALGORITHM": ["gzip"],
        "COMPRESS_LEVEL": 4,
        "COMPRESS_MIN_SIZE": 800,
    }
