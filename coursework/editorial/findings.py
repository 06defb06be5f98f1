"""What the gate has found: faults, which stop a course, and warnings, which do not."""

from pathlib import Path

from coursework.content.problems import Desk, Problem


class Findings:
    """Two desks: rules report to `faults` what must be mended, to `warnings` what should be looked at."""

    def __init__(self, root: Path) -> None:
        """Report places relative to `root`."""
        self.faults, self.warnings = Desk(root), Desk(root)

    @property
    def sorted_faults(self) -> tuple[Problem, ...]:
        """Return every fault once, in the order of their places."""
        return tuple(sorted(set(self.faults.problems)))

    @property
    def sorted_warnings(self) -> tuple[Problem, ...]:
        """Return every warning once, in the order of their places."""
        return tuple(sorted(set(self.warnings.problems)))
