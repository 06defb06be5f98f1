"""How long a lecture takes: as printed on the page, and as Mergener's formula estimates it."""

from coursework.content.course import Lecture

FEWEST_WORDS, MOST_WORDS = 4000, 6000
FEWEST_MINUTES, MOST_MINUTES = 60, 90
DIFFICULTY = 2  # of 1 to 5, as CPD providers rate a text for those in the field


def words_of(lecture: Lecture) -> int:
    """Return the teaching words of a lecture, counted by `coursework.content.words`."""
    return sum(section.words for section in lecture.sections)


def mergener_minutes(words: int, questions: int, difficulty: int = DIFFICULTY) -> int:
    """Return the minutes of study by the Mergener formula, rounded."""
    return round(0.9 * (-22.3 + 0.00209 * words + 2.78 * questions + 15.5 * difficulty))
