"""The certomancer configuration of a demo authority.

Serial numbers follow the order of the entries and certificates are signed anew at every start, so entries are only
ever appended: people stand last.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from certomancer.registry import ArchLabel, CertomancerConfig, PKIArchitecture

from engine.demopki.facts import ARCHITECTURE, BAD, DemoPki, Holder
from engine.demopki.keys import keep_keys

AUTHORITIES = ("root", "issuing", "ocsp", "tsa", "foreign-root")
# What the national authority of Kazakhstan puts into certificates for signing: mail protection, and its own
# identifiers of an organisation's employee. Without mail protection the desktop signer does not offer the key.
SIGNING = ["email_protection", "1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.5"]
YEAR = timedelta(days=365)

Yaml = dict[str, Any]


def signatories(people: tuple[Holder, ...]) -> list[str]:
    """Everybody who gets a key of their own: the seal, the bad ones, the people."""
    return ["seal", *(f"bad-{what}" for what in BAD), *(holder.login for holder in people)]


def architecture(pki: DemoPki) -> PKIArchitecture:
    """The authority, able to issue its certificates and to answer; reads the keys of the folder."""
    keep_keys()
    config = CertomancerConfig(_config(pki), key_search_dir=str(pki.folder))
    return config.get_pki_arch(ArchLabel(ARCHITECTURE))


def _config(pki: DemoPki) -> Yaml:
    keys: Yaml = {name: {"path": f"{name}.pem"} for name in AUTHORITIES}
    keys |= {name: {"path": f"{name}.pem", "public-only": True} for name in signatories(pki.people)}
    return {
        "external-url-prefix": pki.url,
        "keysets": {ARCHITECTURE: {"path-prefix": "keys", "keys": keys}},
        "pki-architectures": {
            ARCHITECTURE: {
                "keyset": ARCHITECTURE,
                "entity-defaults": {"country-name": pki.organisation.country},
                "entities": _entities(pki),
                "certs": _certificates(pki),
                "services": _services(),
            }
        },
    }


def _entities(pki: DemoPki) -> Yaml:
    organisation = {
        "organization-name": pki.organisation.name,
        "organizational-unit-name": f"BIN{pki.organisation.number}",
    }
    spoiled = pki.people[0] if pki.people else Holder("nobody", "Nobody", "000000000000")
    stranger = Holder("stranger", spoiled.name, "999999999999")
    owners = {what: stranger if what == "wrong_owner" else spoiled for what in BAD}
    return {
        "root": {"common-name": "Bagyt demo root"},
        "issuing": {"common-name": "Bagyt demo authority"},
        "ocsp": {"common-name": "Bagyt demo OCSP"},
        "tsa": {"common-name": "Bagyt demo time-stamps"},
        "foreign-root": {"common-name": "Foreign root"},
        "seal": {"common-name": pki.organisation.name, **organisation},
        **{f"bad-{what}": _person(holder, organisation) for what, holder in owners.items()},
        **{holder.login: _person(holder, organisation) for holder in pki.people},
    }


def _person(holder: Holder, organisation: Mapping[str, str]) -> Yaml:
    return {
        "common-name": holder.name,
        "surname": holder.name.split()[0],
        "serial-number": f"IIN{holder.number}",
        **organisation,
    }


def _certificates(pki: DemoPki) -> Yaml:
    made = pki.made.replace(hour=0, minute=0, second=0, microsecond=0)
    leaves = {
        "seal": _leaf(made),
        "bad-expired": _leaf(made, made - 3 * YEAR, made - YEAR),
        "bad-not_yet_valid": _leaf(made, made + YEAR, made + 4 * YEAR),
        "bad-revoked": _leaf(made) | {"revocation": _revocation(made - timedelta(days=10))},
        "bad-foreign": _leaf(made) | {"issuer": "foreign-root"},
        "bad-wrong_usage": _leaf(made) | _for_signing_in(),
        "bad-wrong_owner": _leaf(made),
        **{holder.login: _leaf(made) for holder in pki.people},
    }
    named = {name: {"subject": name, "subject-key": name, **leaf} for name, leaf in leaves.items()}
    for name, since in pki.revoked.items():
        named[name]["revocation"] = _revocation(since)
    return {**_authorities(made), **named}


def _authorities(made: datetime) -> Yaml:
    crl = {"id": "crl_distribution_points", "smart-value": {"schema": "crl-dist-url"}}
    crl["smart-value"]["params"] = {"crl-repo-names": ["root"]}  # type: ignore[index]
    usage = {"schema": "key-usage", "params": ["digital_signature"]}
    stamping = [
        {"id": "key_usage", "critical": True, "smart-value": usage},
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
        crl,
    ]
    return {
        "root": _root("root", made) | {"profiles": [{"id": "simple-ca", "params": {"crl-repo": "root"}}]},
        "issuing": {
            "subject": "issuing",
            "subject-key": "issuing",
            "issuer": "root",
            "validity": _between(made - 5 * YEAR, made + 20 * YEAR),
            "profiles": [_ca("issuing")],
        },
        "ocsp": {"issuer": "issuing", "validity": _between(made - YEAR, made + 10 * YEAR)}
        | {"profiles": ["ocsp-responder"]},
        "tsa": {"issuer": "root", "validity": _between(made - YEAR, made + 10 * YEAR), "extensions": stamping},
        "foreign-root": _root("foreign-root", made) | {"profiles": ["simple-ca"]},
    }


def _root(name: str, made: datetime) -> Yaml:
    own = {"subject": name, "subject-key": name, "authority-key": name, "issuer": name}
    return {**own, "validity": _between(made - 5 * YEAR, made + 30 * YEAR)}


def _ca(name: str) -> Yaml:
    return {"id": "simple-ca", "params": {"max-path-len": 0, "crl-repo": name, "ocsp-service": name}}


def _leaf(made: datetime, start: datetime | None = None, end: datetime | None = None) -> Yaml:
    validity = _between(start or made - timedelta(days=60), end or made + 3 * YEAR)
    extensions = [{"id": "extended_key_usage", "value": SIGNING}]
    return {"issuer": "issuing", "validity": validity, "profiles": ["digsig-commitment"], "extensions": extensions}


def _for_signing_in() -> Yaml:
    usage = {"schema": "key-usage", "params": ["digital_signature", "key_encipherment"]}
    return {
        "profiles": [],
        "extensions": [
            {"id": "key_usage", "critical": True, "smart-value": usage},
            {"id": "extended_key_usage", "value": ["client_auth", "1.2.398.3.3.4.1.2"]},
        ],
    }


def _services() -> Yaml:
    return {
        "ocsp": {"issuing": {"for-issuer": "issuing", "responder-cert": "ocsp", "signing-key": "ocsp"}},
        "crl-repo": {
            "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
            "issuing": {"for-issuer": "issuing", "signing-key": "issuing", "simulated-update-schedule": "P1D"},
        },
        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
    }


def _between(start: datetime, end: datetime) -> Yaml:
    return {"valid-from": start.isoformat(), "valid-to": end.isoformat()}


def _revocation(since: datetime) -> Yaml:
    return {"revoked-since": since.isoformat(), "reason": "cessation_of_operation"}
