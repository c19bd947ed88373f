"""Every table of the house, for migrations and checks."""

from engine.accounts import models as accounts
from engine.audit import AuditHead, AuditRecord
from engine.calendar import models as calendar
from engine.catalogue import models as catalogue
from engine.control import models as control
from engine.db import Row
from engine.documents import models as documents
from engine.instances import models as instances
from engine.jobs import Job
from engine.notices import models as notices
from engine.people import models as people
from engine.registration import models as registration
from engine.resolutions import models as resolutions
from engine.sheets import models as sheets
from engine.signing import models as signing
from engine.stamps import Stamp

METADATA = Row.metadata

__all__ = [
    "METADATA",
    "AuditHead",
    "AuditRecord",
    "Job",
    "Stamp",
    "accounts",
    "calendar",
    "catalogue",
    "control",
    "documents",
    "instances",
    "notices",
    "people",
    "registration",
    "resolutions",
    "sheets",
    "signing",
]
