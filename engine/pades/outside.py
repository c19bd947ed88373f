"""The outside world as signatures need it: time-stamps, OCSP and CRL answers, whom to trust, what moment it is."""

import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import aiohttp
from asn1crypto import cms, pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers import CertificateFetcher, FetcherBackend, Fetchers
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.crl_client import AIOHttpCRLFetcher
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.ocsp_client import AIOHttpOCSPFetcher
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

LONGEST_ANSWER = 1 << 20
LONGEST_CRL = 20 << 20
# An operation has one moment, and answers come later than it: an answer dated seconds after is no answer of tomorrow.
TOLERANCE = timedelta(minutes=1)


@dataclass(frozen=True)
class Outside:
    """Where time-stamps come from, whom to trust, and the clock every decision about time is taken by.

    Among `roots`, a certificate whose issuer is there too is an issuer on the way, not trusted by itself: so a folder
    with an authority's whole chain does what is meant.
    `deadline` is in seconds and holds for each question; a time-stamp may differ from `now` by `drift` at most.
    `stamps` keeps the last token by digest algorithm: the next one will be about as long.
    """

    tsa_url: str
    roots: tuple[x509.Certificate, ...]
    now: Callable[[], datetime]
    intermediates: tuple[x509.Certificate, ...] = ()
    deadline: float = 5.0
    drift: timedelta = timedelta(minutes=5)
    stamps: dict[str, cms.ContentInfo] = field(default_factory=dict, compare=False, repr=False)

    @property
    def anchors(self) -> tuple[x509.Certificate, ...]:
        """The certificates every chain has to end at."""
        subjects = {one.subject.dump() for one in self.roots}
        return tuple(one for one in self.roots if one.self_issued or one.issuer.dump() not in subjects)

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """The certificates between, known beforehand."""
        return (*self.intermediates, *(one for one in self.roots if one not in self.anchors))


def certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM bundle or of one DER file; ValueError if there are none."""
    found = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
    loaded = tuple(x509.Certificate.load(der, strict=True) for der in found)
    for certificate in loaded:
        certificate.native  # noqa: B018  (asn1crypto parses lazily; a broken file must fail here)
    return loaded


class Reach(FetcherBackend):
    """One operation's connection to the outside: one session, and every answer fetched once.

    Without a session nothing is asked: what a document carries in itself has to do.
    """

    def __init__(self, outside: Outside, moment: datetime, session: aiohttp.ClientSession | None) -> None:
        self.outside = outside
        self.moment = moment
        self.session = session
        self._fetchers = None if session is None else _fetchers(session, outside.deadline)

    def get_fetchers(self) -> Fetchers:
        if self._fetchers is None:
            raise RuntimeError("Expected to work without the outside, but an answer was asked for.")
        return self._fetchers

    async def close(self) -> None:
        """Nothing: the session closes with the operation that opened it."""

    def context(self, own: RevocationCheckingRule, above: RevocationCheckingRule) -> ValidationContext:
        """Rules for checking chains now: `own` says what is asked about the certificate, `above` about its issuers."""
        policy = CertRevTrustPolicy(RevocationCheckingPolicy(ee_certificate_rule=own, intermediate_ca_cert_rule=above))
        return ValidationContext(
            trust_roots=list(self.outside.anchors),
            other_certs=list(self.outside.issuers),
            moment=self.moment,
            allow_fetching=self._fetchers is not None,
            fetchers=self._fetchers,
            revinfo_policy=policy,
            time_tolerance=TOLERANCE,
        )

    def hard(self) -> ValidationContext:
        """Every certificate below a root has to be covered by an OCSP answer or a CRL."""
        either = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
        return self.context(either, either)


@asynccontextmanager
async def reaching(outside: Outside, moment: datetime, online: bool = True) -> AsyncIterator[Reach]:
    """A connection for one operation, closed at its end whatever happens."""
    if not online:
        yield Reach(outside, moment, None)
        return
    connector = aiohttp.TCPConnector(ssl=_tls())
    timeout = aiohttp.ClientTimeout(total=outside.deadline)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, response_class=_Short, auto_decompress=False
    ) as session:
        yield Reach(outside, moment, session)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Short(aiohttp.ClientResponse):
    """An answer of bounded length: CRLs may be long, everything else is short."""

    async def read(self) -> bytes:
        if self._body is None:
            limit = LONGEST_CRL if self.method == "GET" else LONGEST_ANSWER
            body = bytearray()
            async for chunk in self.content.iter_chunked(1 << 16):
                body += chunk
                if len(body) > limit:
                    self.close()
                    raise aiohttp.ClientPayloadError(f"more than {limit} bytes")
            self._body = bytes(body)
        return self._body


class _NoCertificates(CertificateFetcher):
    """Fetches no issuer: their addresses stand in certificates nobody trusts yet."""

    async def fetch_cert_issuers(
        self, cert: x509.Certificate | cms.AttributeCertificateV2
    ) -> AsyncGenerator[x509.Certificate, None]:
        for nothing in self.fetched_certs():
            yield nothing

    async def fetch_crl_issuers(self, certificate_list: object) -> AsyncGenerator[x509.Certificate, None]:
        for nothing in self.fetched_certs():
            yield nothing

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return ()


def _fetchers(session: aiohttp.ClientSession, deadline: float) -> Fetchers:
    return Fetchers(
        ocsp_fetcher=AIOHttpOCSPFetcher(session, per_request_timeout=deadline),
        crl_fetcher=AIOHttpCRLFetcher(session, per_request_timeout=deadline),
        cert_fetcher=_NoCertificates(),
    )
