from dataclasses import replace

from coursework.content.glossary import Term
from coursework.front.glossary import lines_by_letter


def term(word: str, source: str = "") -> Term:
    return Term(key=word, term=word, means=f"What {word} means.", source=source)


def test_terms_stand_in_the_order_of_the_alphabet_whatever_their_case(course):
    glossary = {word: term(word) for word in ("prebunking", "E-patient", "echo chamber", "Altmetrics")}

    letters = lines_by_letter(replace(course, glossary=glossary))

    assert [(letter, [line.term for line in lines]) for letter, lines in letters] == [
        ("A", ["Altmetrics"]),
        ("E", ["E-patient", "echo chamber"]),
        ("P", ["prebunking"]),
    ]


def test_a_term_is_found_where_lectures_link_to(course):
    letters = lines_by_letter(replace(course, glossary={"health 2.0": term("health 2.0")}))

    assert letters[0][1][0].anchor == "health-2.0"


def test_a_term_names_its_source(course):
    letters = lines_by_letter(course)

    assert [line.source.short for _, lines in letters for line in lines if line.source] == ["Vosoughi 2018"]


def test_a_term_that_begins_with_a_figure_stands_under_figures(course):
    letters = lines_by_letter(replace(course, glossary={"5G": term("5G")}))

    assert [letter for letter, _ in letters] == ["0 to 9"]
