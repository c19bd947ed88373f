"""The demo authority's keys, each loaded once.

The library loads a key anew for every answer, and each time its primes are checked: 45 ms beside 1 ms for signing.
"""

from functools import lru_cache

from asn1crypto import algos, keys
from certomancer import crypto_utils
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


class _KeptKeys(crypto_utils.PycaCryptographyBackend):
    def generic_sign(
        self, private_key: keys.PrivateKeyInfo, tbs_bytes: bytes, sd_algo: algos.SignedDigestAlgorithm
    ) -> bytes:
        key = _loaded(private_key.dump())
        if (
            sd_algo.signature_algo == "rsassa_pkcs1v15"
            and sd_algo.hash_algo == "sha256"
            and isinstance(key, RSAPrivateKey)
        ):
            return key.sign(tbs_bytes, PKCS1v15(), hashes.SHA256())
        return super().generic_sign(private_key, tbs_bytes, sd_algo)


@lru_cache(maxsize=32)
def _loaded(der: bytes) -> object:
    return serialization.load_der_private_key(der, password=None)


def keep_keys() -> None:
    """From now on the library signs with keys that stay loaded."""
    crypto_utils.CRYPTO_BACKEND = _KeptKeys()
