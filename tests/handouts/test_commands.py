"""`flask documents make`."""

from coursework.pdf.failures import PangoMissingError


def test_every_document_is_made_and_named_with_its_size(app, press):
    result = app.test_cli_runner().invoke(args=["documents", "make"])

    assert result.exit_code == 0
    assert "01-first-handout.pdf  0 KB  " in result.output
    assert "03-third-lecture.pdf" in result.output
    assert "6 documents are there." in result.output
    assert len(press.made) == 6


def test_what_is_there_is_not_made_again(app, press):
    runner = app.test_cli_runner()
    runner.invoke(args=["documents", "make"])

    again = runner.invoke(args=["documents", "make"])

    assert "6 documents are there." in again.output
    assert len(press.made) == 6


def test_a_failure_ends_the_command_with_a_sentence(app, press):
    press.failure = PangoMissingError()

    result = app.test_cli_runner().invoke(args=["documents", "make"])

    assert result.exit_code == 1
    assert "the library Pango is missing" in result.output
    assert "6 of 6 documents could not be made." in result.output
