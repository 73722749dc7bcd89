"""What can be wrong with a vector store elsewhere, in sentences for those who ask and those who run it."""

from __future__ import annotations

from crm.errors import RetryableError

SILENT = "The vector store does not answer; keywords still work, and the index catches up by itself."
BUSY = "The vector store asks for patience; keywords still work, and the index catches up by itself."
NONSENSE = "The vector store gave no usable answer; keywords still work. Check RAPPORT_VECTORS."
REFUSED = "The vector store does not let Rapport in. Check RAPPORT_VECTORS_KEY, and the user in RAPPORT_VECTORS."
UNFIT = "The vector store does not take these vectors; most often it was made for another size."


class MissingError(RetryableError):
    """There is no collection of this name."""

    def __init__(self) -> None:
        super().__init__(NONSENSE)


class TakenError(RetryableError):
    """There is something of this name already."""

    def __init__(self) -> None:
        super().__init__(NONSENSE)
