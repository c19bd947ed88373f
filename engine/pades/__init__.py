"""Signatures in PDFs (PAdES): fields, seals, people's signatures, long-term data, and one strict verdict."""

import logging

from engine.pades.certificate import CertificateFacts, CertificateStatus, certificate_status, describe
from engine.pades.fields import FieldPlace, add_fields
from engine.pades.outside import Outside, certificates
from engine.pades.report import Reason, SignatureRow, Verdict
from engine.pades.sign import certify, close, sign
from engine.pades.signatory import Signatory, from_pkcs12
from engine.pades.verdict import NOT_THE_FILE, verdict

# What the libraries say is answered here by values and refusals; their logs hold tracebacks of documents that are
# simply not valid.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

__all__ = [
    "NOT_THE_FILE",
    "CertificateFacts",
    "CertificateStatus",
    "FieldPlace",
    "Outside",
    "Reason",
    "Signatory",
    "SignatureRow",
    "Verdict",
    "add_fields",
    "certificate_status",
    "certificates",
    "certify",
    "close",
    "describe",
    "from_pkcs12",
    "sign",
    "verdict",
]
