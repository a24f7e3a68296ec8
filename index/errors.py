"""The exceptions of the product, all of them.

    RapporteurError                    (corpus.errors) a message and a remedy
    +- FileRejectedError               (corpus.errors) one input file cannot be indexed
    +- IndexMissingError               the home has no live build
    +- BuildDamagedError               a file of a build is missing, truncated or altered
    +- BuildMismatchError              a build was made by other code or another model
    +- PurgedError                     a build holds a report that was purged
    +- HomeLockedError                 another rebuild is at work in this home
    +- HomeUnusableError               the system refuses to read or write the home
    +- SnapshotRefusedError            a snapshot is damaged, or cannot be written
    +- ModelRefusedError               the model's weights are not the ones expected
    +- EmptyCorpusError                a rebuild would publish an empty index
    +- FilesRejectedError              a strict rebuild met rejected files
    +- UnknownReportError              no report of that id in the live build
    +- UnknownPassageError             no passage of that id in the live build
    +- BadQueryError                   a query or filter cannot be understood
    +- UnknownPlaceError               (service.errors) a report has no such place
    +- OriginalMissingError            (service.errors) a report's original file is not served
    +- OriginalChangedError            (service.errors) it is not the file that was indexed
    +- KeyMissingError                 (service.errors) a request needs a key that is known
    +- ScopeMissingError               (service.errors) its key is not good for what it asks
    +- TooManyRequestsError            (service.errors) a client asks for more than its share
    +- KeysUnusableError               (service.errors) the file of keys cannot be used
    +- KeyNameError                    (service.errors) no key can be added or removed under this name

`service/http/problems.py` maps them to HTTP, `service/cli/commands.py` to exit codes.
"""

from __future__ import annotations

from corpus.errors import RapporteurError


class IndexMissingError(RapporteurError):
    """The home has no live build."""


class BuildDamagedError(RapporteurError):
    """A file of a build is missing, truncated or altered; the message names the file."""


class BuildMismatchError(RapporteurError):
    """A build does not match the running code or model; the message has both values."""


class PurgedError(RapporteurError):
    """A build holds a report that was purged; the message has the day."""


class HomeLockedError(RapporteurError):
    """Another rebuild holds the home."""


class HomeUnusableError(RapporteurError):
    """The home cannot be read or written: no space, no permission, no folder; the message has the system's reason."""


class SnapshotRefusedError(RapporteurError):
    """A snapshot is not whole, or cannot be written where it was asked for."""


class ModelRefusedError(RapporteurError):
    """The model cannot be used: weights missing or not the expected ones; the message has both checksums."""


class EmptyCorpusError(RapporteurError):
    """A rebuild found nothing to index; the live build is left alone."""


class FilesRejectedError(RapporteurError):
    """A strict rebuild met rejected files; the live build is left alone."""


class UnknownReportError(RapporteurError):
    """No report of that id in the live build."""


class UnknownPassageError(RapporteurError):
    """No passage of that id in the live build."""


class BadQueryError(RapporteurError):
    """A query or filter cannot be understood."""
