"""The sums of a trip: what was planned, what was advanced, what was spent, and the difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True)
class Settlement:
    """Money in the currency of the organisation. `actual` is None until the traveller has reported."""

    planned: Decimal
    advance: Decimal
    actual: Decimal | None

    @property
    def difference(self) -> Decimal:
        """What is still to be paid to the traveller; negative: what he gives back."""
        return (self.actual or Decimal(0)) - self.advance

    @property
    def to_pay(self) -> Decimal:
        return max(self.difference, Decimal(0)) if self.actual is not None else Decimal(0)

    @property
    def to_return(self) -> Decimal:
        return max(-self.difference, Decimal(0)) if self.actual is not None else Decimal(0)


def settlement(answers: Mapping[str, Any], added: Mapping[str, Any]) -> Settlement | None:
    """The sums of a document that plans costs; None for one that does not."""
    if not isinstance(answers.get("costs"), list) and "actual_costs" not in added:
        return None
    actual = total(added.get("actual_costs")) if "actual_costs" in added else None
    return Settlement(total(answers.get("costs")), money(added.get("paid")), actual)


def total(rows: Any) -> Decimal:
    """The sum of the rows' amounts."""
    given = rows if isinstance(rows, list) else []
    return sum((money(one.get("amount")) for one in given if isinstance(one, Mapping)), Decimal("0.00"))


def money(value: Any) -> Decimal:
    """An amount as an answer keeps it; nothing is nothing."""
    try:
        return Decimal(str(value)) if value not in (None, "") else Decimal("0.00")
    except InvalidOperation:
        return Decimal("0.00")
