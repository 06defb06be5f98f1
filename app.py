"""Serve the course: `python app.py`; for other servers the application is `app:app`."""

import sys

from coursework.serving import main, make_app

if __name__ == "__main__":
    sys.exit(main(demo=sys.argv[1:] == ["demo"]))

app = make_app()
