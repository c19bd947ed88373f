"""A certificate authority for demonstrations and tests: certificates, OCSP, CRL and time-stamps on the loopback.

Never for a real university: every private key lies in one folder, protected by the demo password only.
"""

from engine.demopki.facts import BAD, DemoPki, Holder, Organisation, opened
from engine.demopki.make import make
from engine.demopki.serve import Served, serve, wsgi

__all__ = ["BAD", "DemoPki", "Holder", "Organisation", "Served", "make", "opened", "serve", "wsgi"]
