"""Words that a British reader spells otherwise, words that say nothing, abbreviations that all know."""

import re

_AMERICAN = """
    behavior color favor honor labor tumor humor rumor neighbor flavor vigor center centered fiber liter
    theater meter pediatric pediatrics pediatrician anemia anesthesia hemoglobin hemorrhage leukemia
    diarrhea edema estrogen esophagus gynecology orthopedic cesarean defense offense analyze analyzed
    analyzing paralyze catalog dialog traveled traveling canceled modeling modeled labeled labeling
    counseling counselor skeptic skeptical skepticism gray fulfill enrollment aging maneuver mold
    randomize randomized randomization organize organized organization organizing recognize recognized
    recognizing summarize summarized summarizes prioritize personalized personalization minimize
    maximize standardized standardization hospitalized hospitalization generalize generalized apologize
    criticize emphasize utilize utilization realize realized specialize specialized
"""
AMERICAN = re.compile(rf"\b(?:{'|'.join(_AMERICAN.split())})s?\b")

FILLER = re.compile(
    r"\b(?:in today['\u2019]s [\w-]+ (?:world|age|landscape)|fast-paced|now more than ever"
    r"|in this day and age"
    r"|it is (?:important|worth|interesting) (?:to note|noting)|needless to say|in conclusion"
    r"|it goes without saying"
    r"|at the end of the day|as we all know|first and foremost|last but not least|when it comes to"
    r"|play(?:s|ed)? an? (?:crucial|vital|key|pivotal) role|ever-(?:evolving|changing|growing)"
    r"|rapidly evolving"
    r"|cutting-edge|state-of-the-art|game[- ]chang\w+|delv(?:e|es|ed|ing)|harness(?:es|ing)? the power"
    r"|unlock(?:s|ing)? the|navigat\w+ the (?:complex\w*|landscape)|rich tapestry|stands as a testament"
    r"|a wide (?:range|variety|array) of|a plethora of|a myriad of)\b",
    re.IGNORECASE,
)

# What a clinician reads without a stop, and what everybody does. Add to it rarely.
_KNOWN = """
    AI AIDS AM BMI BMJ CI COVID CPD CPR CT CV DNA DOI ECG EU GP H1N1 HIV HPV ICU ID IT IV JAMA MD
    MEDLINE MRI NHS OK PCR PDF PM QR RNA SARS SMS TB TV UK UN URL US USA USB WHO AND NOT OR
"""
KNOWN = frozenset(_KNOWN.split())
ABBREVIATION = re.compile(
    r"(?<![\w\u2019'.@/-])[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*(?=s?\b)(?!\w*[a-z]{2})",
)
