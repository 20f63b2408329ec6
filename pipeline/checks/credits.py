"""Catalogs that are signed by a program, so that an edition cannot name its translator."""

from collections.abc import Iterable, Iterator

from pipeline.checks.codes import make_finding
from pipeline.model import Finding


def check_credits(uncredited: Iterable[str]) -> Iterator[Finding]:
    """Name each account of a program that signs a catalog; an empty name says that nobody has signed it."""
    for name in uncredited:
        if name:
            yield make_finding(
                "credit",
                "“{name}” is the account of a program, which the edition does not credit. Write the translator’s name "
                "in the header (Last-Translator).",
                name=name,
            )
        else:
            yield make_finding(
                "credit",
                "a program saved the catalog without the translator’s name, so the edition credits nobody. Write it "
                "in the header (Last-Translator), and in the program’s settings.",
            )
