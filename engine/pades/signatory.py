"""Keys that sign."""

from dataclasses import dataclass

from asn1crypto import x509
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


def from_pkcs12(data: bytes, passphrase: str | bytes) -> Signatory:
    """The signatory of a PKCS#12 file; raises Invalid when the passphrase is wrong or the file is not one."""
    secret = passphrase.encode() if isinstance(passphrase, str) else passphrase
    try:
        signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=secret)
        return Signatory(signer, signer.signing_cert)
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid.one(
            "passphrase", "Expected the passphrase of this key file, but it does not open the file."
        ) from error
