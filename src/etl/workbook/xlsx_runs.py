"""The runs of one text of an xlsx: takes its elements and characters one by one, gives whether it is struck through or raised."""

from etl.cell_traits import Trait


class Runs:
    """Follows the runs of one text: told of elements and characters, it knows what the text is at its end."""

    def __init__(self) -> None:
        self._struck = self._raised = False
        self._seen: set[Trait | None] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the text begins."""
        if name == "r":
            self._struck = self._raised = False
        elif name == "strike":
            self._struck = attributes.get("val", "1") not in ("0", "false")
        elif name == "vertAlign":
            self._raised = attributes.get("val") in ("superscript", "subscript")

    def text(self, data: str) -> None:
        """Some characters of the run."""
        if data.strip():
            self._seen.add(Trait.STRUCK if self._struck else Trait.RAISED if self._raised else None)

    def finish(self) -> Trait | None:
        """Give the trait of the text, and be ready for the next one."""
        seen, self._seen, self._struck, self._raised = self._seen, set(), False, False
        if Trait.STRUCK in seen:
            return Trait.STRUCK if seen == {Trait.STRUCK} else Trait.PARTLY_STRUCK
        return Trait.RAISED if Trait.RAISED in seen and len(seen) > 1 else None
