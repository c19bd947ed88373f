"""Time-stamps that were checked before anybody relies on them.

The library looks at the nonce only: a token over another digest would be built into the document and found out at the
next verdict. RFC 3161 §2.4.2 asks the requester to compare imprint, nonce and time, and to verify the token.
"""

import asyncio
from datetime import datetime

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from engine.errors import Unavailable
from engine.pades.outside import Reach

NO_STAMP = "Expected a time-stamp, but the time-stamp authority gave none that can be relied on. Try again later."


class CheckedTimeStamper(HTTPTimeStamper):
    """Asks the time-stamp authority within the deadline; whatever goes wrong is Unavailable."""

    def __init__(self, reach: Reach) -> None:
        super().__init__(reach.outside.tsa_url, timeout=reach.outside.deadline, session=reach.session)
        self._reach = reach

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over the digest, checked: status, imprint, nonce, time, signature and chain."""
        try:
            async with asyncio.timeout(self._reach.outside.deadline):
                return await self._asked(message_digest, md_algorithm)
        except Exception as error:
            raise Unavailable(NO_STAMP) from error

    async def _asked(self, digest: bytes, algorithm: str) -> cms.ContentInfo:
        nonce, request = self.request_cms(digest, algorithm)  # type: ignore[no-untyped-call]
        response = await self.async_request_tsa_response(request)
        if response["status"]["status"].native != "granted":
            raise ValueError("refused")
        token = response["time_stamp_token"]
        _check_info(token["content"]["encap_content_info"]["content"].parsed, digest, algorithm, nonce)
        await self._check_token(token["content"], digest)
        self._remember(algorithm, token)
        return token

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """A token to leave room by: the last one there was, so that an authority is asked once for a signature."""
        kept = self._reach.outside.stamps.get(md_algorithm)
        if kept is None:
            return await super().async_dummy_response(md_algorithm)
        self._register_dummy(md_algorithm, kept)  # type: ignore[no-untyped-call]
        return kept

    def _remember(self, algorithm: str, token: cms.ContentInfo) -> None:
        """The library leaves half as much again; a token that outgrew it is refused before it is cut."""
        stamps = self._reach.outside.stamps
        kept, stamps[algorithm] = stamps.get(algorithm), token
        if kept is not None and len(token.dump()) > 1.4 * len(kept.dump()):
            raise ValueError("token outgrew the room left for it")

    async def _check_token(self, signed: cms.SignedData, digest: bytes) -> None:
        given = await validate_tst_signed_data(signed, self._reach.hard(), lambda _algorithm: digest)
        status = TimestampSignatureStatus(**given)
        if not (status.intact and status.valid and status.trusted):
            raise ValueError("token does not verify")
        _check_time(status.timestamp, self._reach)


def _check_info(info: tsp.TSTInfo, digest: bytes, algorithm: str, nonce: int | None) -> None:
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != algorithm or imprint["hashed_message"].native != digest:
        raise ValueError("token over another digest")
    if info["nonce"].native != nonce:
        raise ValueError("token for another request")


def _check_time(stamped: datetime, reach: Reach) -> None:
    if abs(stamped - reach.outside.now()) > reach.outside.drift:
        raise ValueError("token of another time")
