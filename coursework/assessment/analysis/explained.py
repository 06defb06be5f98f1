"""What the figures of a test mean, in plain words: the page and docs/statistics.md say the same."""

import sys
from dataclasses import dataclass

from coursework.assessment.analysis.answered import COMMONEST
from coursework.assessment.analysis.figures import FEWEST
from coursework.assessment.analysis.rules import NOBODY, OPEN, TOO_EASY, TOO_HARD, nearest_percent

_TEXT = f"""
## Whose attempts

Only first attempts are in the figures, once they are marked. Who comes back has met some of the
questions before and has read the passages again, so later tries say less about a question. Tries of
people who teach are never in them.

The result that counts now is used. After a correction, or after late answers were accepted, the
figures are those of the new result.

Figures can be looked at for everybody, for one cohort, or for learners in no cohort. A learner
belongs to the cohort that they were in when they began.

A figure of a question is about one wording. When the question is changed in the bank, the new
wording begins with figures of its own.

Below {FEWEST} first attempts figures are grey and nothing is said about the question: too few to
judge.

## Facility

The share of the points that were earned: 0 % when nobody knew it, 100 % when everybody did. A
question that is marked in part counts with its part, and one left open counts as nothing earned.

The small numbers are a 95 % interval by Wilson's method (doi:10.1080/01621459.1927.10502953). If
many groups like this one sat the question, such intervals would hold the true facility about 95
times in 100. For questions marked in part the interval is a little wider than it need be.

Means, medians and facilities are rounded to the nearest per cent. A score beside a pass line is cut
off instead, so that nothing looks passed that is not.

## Item-rest correlation

Whether those who do well on the other questions also do well on this one, from \u22121 to 1. For
each learner the points for this question are held against the mean of the other questions on the
same paper, and Pearson's correlation of the two is taken. The question itself is not in the rest.

Above 0.2 is good. Near 0 the question does not tell learners apart. Below 0 those who know more
answer it worse: look at the key and at the words.

The small numbers are a 95 % interval by Fisher's z. It cannot be computed for fewer than four
learners, and the correlation cannot where everybody earned the same.

## Score quarters and the lines

Learners are put in order by the score of their whole paper and cut into four quarters, the lowest
first. Equal scores stay together, in the quarter where their middle falls, so quarters need not be
of equal size, and one may be empty. A score holds the question itself too; on a paper of 25 that is
little.

A line shows which share of each quarter gave an answer; what was left open is in the whole. The
strong line is the key. A good key rises to the right, a good distractor falls.

Where answers are made up, numbers and orders, the key and the {COMMONEST} commonest wrong answers
are shown, the rest together. A wrong number that many gave close to the key may mean that the
tolerance is too narrow. An order is written by the places that its lines have in the right one; a
question mark is a place left open.

A matching question has a picture and a table for each line. The list of questions shows the line
that was missed most often.

## What stands out

Likely wrong key: in the best quarter more learners gave one other answer than the key, and either
by more than chance would explain (the difference is at least 1.96 times the root of the sum of the
two counts), or the whole interval of the item-rest correlation is below 0. Where nobody is in the
highest quarter, the best one that is not empty is looked at. Questions with several keys are not
looked at in this way.

Those who did well elsewhere missed this one more often: the whole interval of the item-rest
correlation is below 0, and no single other answer explains it.

It does not tell learners apart: the correlation is below 0, but its interval is not.

Too easy to tell learners apart: at least {nearest_percent(TOO_EASY)} % of the points were earned. A
question that everybody should know may well stay.

Hardly anybody knew it: the whole interval of the facility is below {nearest_percent(TOO_HARD)} %.

Left open: at least {nearest_percent(OPEN)} % gave no answer at all. Where the test has a clock,
time may have been short.

Nobody, or hardly anybody, chooses an option: a wrong option that no learner, or at most
{nearest_percent(NOBODY)} %, chose. It only makes the question longer.

Sentences in bold come first: the question may have failed somebody. A sentence is a reason to read
the question again, not a verdict on it.

## The whole test

Mean and median are those of the scores. The standard deviation says how far scores lie from the
mean, with n \u2212 1 below the line.

Alpha says how far the scores of two tests of this length would agree for the same learners. It is
an estimate: papers are drawn from a bank, so no two learners need have the same. With the mean
variance v of the questions and the mean covariance c of all pairs that at least {FEWEST} learners
met together, a paper of k questions has alpha = k c / (v + (k \u2212 1) c). When everybody has the
same paper this is Cronbach's alpha (doi:10.1007/BF02310555). It is not given when fewer pairs were
met often enough than half of those on one paper, or when nothing varies.

Above 0.8 a single score tells learners apart well. With a pass line, what counts most is that few
stand close to it.

## The file

The CSV has one line a wording. Shares go from 0 to 1 with four decimals, and a point. “answers”
gives each answer with how many of each quarter gave it, the lowest first; “left_open” how many gave
no answer. “enough_to_judge” is “no” below {FEWEST} first attempts. The last columns say whose
attempts these are, and the figures of the whole test, the same in each line.

## Decisions

What you decide about a question (keep, revise, leave out) is recorded with your reason, and stands
on its page. It changes nothing by itself: questions are changed in the bank, and keys by a
correction.
"""

_HEAD = """# The figures of a test

What stands on *Teach*, *Figures*, and how it is computed. This file is written from the same words as
the page `/teach/figures`, and a test holds them together. To write it anew:

    .venv/bin/python -m coursework.assessment.analysis.explained > docs/statistics.md
"""


@dataclass(frozen=True)
class Part:
    """A heading and its paragraphs."""

    head: str
    paragraphs: tuple[str, ...]


def _part(text: str) -> Part:
    head, *paragraphs = text.strip().split("\n\n")
    return Part(head, tuple(one.replace("\n", " ") for one in paragraphs))


PARTS = tuple(_part(text) for text in _TEXT.split("\n## ")[1:])


def as_markdown() -> str:
    """Return docs/statistics.md."""
    return _HEAD + _TEXT


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
