"""How the decoder leaves in the middle: an exception that carries the outcome. It never leaves ``decode``."""

from __future__ import annotations

from workers.model import Reason, Rejected

ERRORS = {
    Reason.EMPTY: "EmptyValue",
    Reason.INVALID_JSON: "InvalidJson",
    Reason.ENCODING: "InvalidEncoding",
    Reason.DEPTH: "NestingTooDeep",
    Reason.NUMBER_RANGE: "NumberOutOfRange",
    Reason.SCHEMA: "SchemaViolation",
    Reason.SCHEMA_VERSION: "UnknownSchemaVersion",
    Reason.FRAMING: "RegistryFrame",
    Reason.TOO_LARGE: "ValueTooLarge",
    Reason.HEADERS: "HeadersTooLarge",
    Reason.OUTPUT_TOO_LARGE: "OutputTooLarge",
}


class Refused(Exception):  # noqa: N818 - it carries an outcome, not an error
    """``rejected``: the outcome of the record. ``message``: what was wrong, and where; never the payload."""

    def __init__(self, reason: Reason, message: str) -> None:
        self.rejected = Rejected(reason=reason, stage="decode", error=ERRORS[reason], message=message)
        super().__init__(message)
