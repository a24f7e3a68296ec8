"""The parameters of the list of reports, which are the same for the API and the page."""

from __future__ import annotations

from pydantic import Field

from service.collection import Numbering, Order, SortKey, State, Wanted, natural_order
from service.schemas.parameters import FilterParameters, PageParameters


class CollectionParameters(PageParameters, FilterParameters):
    """Which reports, in which order, and which part of that list."""

    title: str = Field(
        default="",
        max_length=200,
        description="Only reports with all these words in their title, symbols or path.",
        examples=["trafficking in persons"],
    )
    numbering: Numbering | None = Field(default=None, description="Only reports with, or without, printed numbers.")
    state: State | None = Field(
        default=None,
        description="Only reports that the last rebuild added, changed or left unchanged; `indexed` where it had "
        "nothing to compare with.",
    )
    sort: SortKey = Field(default="date", description="What the list is sorted by.")
    order: Order | None = Field(
        default=None,
        description="Which end comes first; when left out, the newest date, the most paragraphs, and the start of all "
        "else. Reports for which it is not known come last.",
    )

    @property
    def wanted(self) -> Wanted:
        """Which reports to list."""
        return Wanted(self.filters, self.title, self.numbering, self.state)

    @property
    def applied_order(self) -> Order:
        """The order that applies."""
        return self.order or natural_order(self.sort)
