"""Keys that sign."""

from dataclasses import dataclass
from functools import cached_property

from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.signers import Signer, SimpleSigner

from engine.errors import Invalid
from engine.pades.certificate import CertificateFacts, describe


@dataclass(frozen=True)
class Signatory:
    """A key with its certificate chain, wherever the key lives."""

    signer: Signer
    certificate: x509.Certificate

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The issuers that came with the key."""
        return tuple(self.signer.cert_registry)

    @property
    def facts(self) -> CertificateFacts:
        """What stands in the certificate."""
        return describe(self.certificate)


class _LoadedOnce(SimpleSigner):
    """Keeps its key loaded: the library loads it for each signature, and checks the primes each time (45 ms)."""

    @cached_property
    def _key(self) -> object:
        return serialization.load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        mechanism, key = self.get_signature_mechanism_for_digest(digest_algorithm), self._key
        if (mechanism["algorithm"].native, digest_algorithm) == ("sha256_rsa", "sha256") and isinstance(
            key, RSAPrivateKey
        ):
            return key.sign(data, PKCS1v15(), SHA256())
        return super().sign_raw(data, digest_algorithm)


def from_pkcs12(data: bytes, passphrase: str | bytes) -> Signatory:
    """The signatory of a PKCS#12 file; raises Invalid when the passphrase is wrong or the file is not one."""
    secret = passphrase.encode() if isinstance(passphrase, str) else passphrase
    try:
        read = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=secret)
        signer = _LoadedOnce(read.signing_cert, read.signing_key, read.cert_registry)
        return Signatory(signer, signer.signing_cert)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid.one(
            "passphrase", "Expected the passphrase of this key file, but it does not open the file."
        ) from error
