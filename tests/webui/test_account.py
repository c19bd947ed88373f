"""Pages of one's own account, and those of the administrator of accounts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from engine.accounts.commands import make_token
from engine.accounts.models import Account
from engine.office import OFFICE
from engine.people.models import Person
from engine.people.queries import person
from tests.offices import House
from tests.webui.pages import Reader
from webui.serving import application

At = Callable[[str], Reader]
OLD, NEW = "Demo-2026!", "Жаңа-Сөз-77"
FREE = {
    "static", "health.livez", "account.agreement", "account.accept",
    "session.sign_in", "session.enter", "session.sign_out", "session.choose_language", "session.choose_theme",
}  # fmt: skip


def _set(house: House, login: str, **values: object) -> None:
    with house.office.work(OFFICE) as work:
        account = work.get(Account, person(work, login).id)
        for name, value in values.items():
            setattr(account, name, value)


def _not_agreed(house: House, login: str) -> None:
    _set(house, login, agreed_at=None, agreed_version="")


def _late(house: House, login: str) -> None:
    _set(house, login, change_by=house.office.tools.clock.now() - timedelta(minutes=1))


def _addresses(client: FlaskClient) -> list[tuple[str, str, str]]:
    """(method, endpoint, address) of all there is."""
    return [
        (method, rule.endpoint, re.sub(r"<(?:(\w+)(?:\((.*?)\))?:)?\w+>", _filled, rule.rule))
        for rule in client.application.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _filled(place: re.Match[str]) -> str:
    return "1" if place[1] == "int" else place[2].split(",")[0].strip(" '\"") if place[1] == "any" else "x"


@pytest.mark.parametrize(("state", "place"), [(_not_agreed, "/agreement"), (_late, "/me/password")])
def test_whoever_has_not_agreed_or_not_changed_his_password_reaches_no_other_page(
    at: At, page_house: House, state: Callable[[House, str], None], place: str
) -> None:
    reader = at("teacher").opens("/tasks")
    token = reader.form("/sign-out")[0][1]
    state(page_house, "teacher")
    free = FREE | ({"account.password", "account.change"} if place == "/me/password" else set())

    reached = []
    for method, endpoint, address in _addresses(reader.client):
        if endpoint in free or endpoint.startswith("health."):
            continue
        data = {"csrf_token": token} if method == "POST" else None
        answer = reader.client.open(address, method=method, data=data)
        if answer.status_code != 303 or answer.location != place:
            reached.append((answer.status_code, method, address))

    assert not reached


def test_the_agreement_stands_before_everything_and_is_accepted_once(at: At, page_house: House) -> None:
    reader = at("teacher")
    _not_agreed(page_house, "teacher")

    reader.opens("/documents")
    assert reader.address == "/agreement"
    assert "equal to my handwritten signature" in reader.text
    reader.sends("/agreement", status=422)
    reader.sends("/agreement", accepted="on", version="0", status=409)
    reader.sends("/agreement", accepted="on")

    assert reader.address == "/tasks"
    assert "You have accepted this agreement." in reader.opens("/agreement").text


@pytest.mark.parametrize(("state", "type"), [(_not_agreed, "agreement-missing"), (_late, "password-change")])
def test_a_program_of_whoever_has_not_agreed_or_not_changed_his_password_does_nothing_but_ask_who_he_is(
    page_house: House, state: Callable[[House, str], None], type: str
) -> None:
    with page_house.office.work(OFFICE) as work:
        token = make_token(work, person(work, "dean"), "test")
    state(page_house, "dean")
    client = application(page_house.office).test_client()
    headers = {"Authorization": f"Bearer {token}"}

    reached = []
    for method, endpoint, address in _addresses(client):
        if not endpoint.startswith("api.") or endpoint == "api.get_me":
            continue
        answer = client.open(address, method=method, headers=headers, json={} if method != "GET" else None)
        if answer.status_code != 403 or answer.json["type"] != f"urn:bagyt:problem:{type}":
            reached.append((answer.status_code, method, address))

    assert not reached
    assert client.get("/api/v1/me", headers=headers).json["login"] == "dean"


def test_by_token_nothing_is_decided_by_a_click_before_the_agreement(small_house: House) -> None:
    small_house.as_("teacher").writes()
    (task,) = small_house.as_("chair").tasks()
    shown = small_house.as_("chair").sees(task).document.rendition
    assert shown is not None
    with small_house.office.work(OFFICE) as work:
        token = make_token(work, person(work, "chair"), "test")
    client = application(small_house.office).test_client()
    headers = {"Authorization": f"Bearer {token}"}
    body = {"outcome": "approve", "rendition_sha256": shown.sha256}
    for state, type in ((_not_agreed, "agreement-missing"), (_late, "password-change")):
        state(small_house, "chair")

        answer = client.post(f"/api/v1/tasks/{task.id}/complete", json=body, headers=headers)

        assert (answer.status_code, answer.json["type"]) == (403, f"urn:bagyt:problem:{type}")
        assert [one.id for one in small_house.as_("chair").tasks()] == [task.id]
        _set(small_house, "chair", agreed_version="1", change_by=None)
    assert client.post(f"/api/v1/tasks/{task.id}/complete", json=body, headers=headers).status_code == 200


def test_a_password_is_changed_on_its_page_and_wrong_fields_are_named(at: At) -> None:
    reader = at("teacher").opens("/me/password")
    reader.sends("/me/password", old="wrong", password=NEW, again=NEW, status=422)
    assert "Expected the right password, but this one is wrong." in reader.text
    reader.sends("/me/password", old=OLD, password="short", again="short", status=422)
    assert "Expected at least 8 characters." in reader.text and OLD not in reader.page.text

    reader.sends("/me/password", old=OLD, password=NEW, again=NEW)

    assert "The password is changed." in reader.text
    assert 'autocomplete="new-password"' in reader.opens("/me/password").page.text


def test_who_must_change_is_told_and_goes_on_after_it(at: At, page_house: House) -> None:
    reader = at("teacher")
    _set(page_house, "teacher", change_by=page_house.office.tools.clock.now() + timedelta(hours=5))
    assert "Choose a password of your own by" in reader.opens("/tasks").text
    _late(page_house, "teacher")

    reader.opens("/tasks")
    assert reader.address == "/me/password"
    reader.sends("/me/password", old=OLD, password=NEW, again=NEW)

    assert reader.address == "/tasks"


def test_known_and_unknown_names_get_the_same_answer(at: At, page_house: House) -> None:
    client = at("teacher").client.application.test_client()
    stranger = Reader(client, page_house)

    told = []
    for name in ("docent", "nobody-at-all", "docent@example.org", ""):
        stranger.opens("/forgot")
        stranger.sends("/forgot", login=name)
        told.append(stranger.text)

    assert len(set(told)) == 1
    stranger.opens("/forgot").sends("/forgot", login="\0", status=422)


@pytest.mark.parametrize("code", ["x", "x" * 3000, "%F0%9F%98%80"])
def test_a_link_that_does_not_work_says_so(at: At, code: str) -> None:
    reader = at("teacher").opens(f"/forgot/{code}", status=404)

    assert "Expected a link that still works, but it is used, too old or unknown." in reader.text


def test_a_new_person_comes_in_by_the_link_the_administrator_hands_over(at: At, page_house: House) -> None:
    with page_house.office.work(OFFICE) as work:
        names = {"ru": {"family": "Новый", "given": "Аян", "patronymic": ""}}
        work.add(Person(login="newcomer", names=names, number=None, email=None, found_by="newcomer"))
    admin = at("admin").opens("/administration/accounts?which=none&q=newcomer")
    admin.opens("/administration/accounts/newcomer")
    admin.sends("/administration/accounts/newcomer", act="invite")
    place = "/forgot/" + admin.text.partition("/forgot/")[2].split()[0]
    newcomer = Reader(admin.client.application.test_client(), page_house)

    newcomer.opens(place)
    newcomer.sends(place, password=NEW, again=NEW)
    newcomer.opens(place, status=404)
    newcomer.opens("/sign-in")
    newcomer.sends("/sign-in", login="newcomer", password=NEW)

    assert newcomer.address == "/agreement"
    assert place not in admin.opens("/administration/accounts/newcomer").text


def test_the_administrator_blocks_with_a_reason_and_finds_the_account_among_the_locked(at: At) -> None:
    admin = at("admin").opens("/administration/accounts/docent")
    admin.sends("/administration/accounts/docent", act="block", reason=" ", status=422)
    assert "Expected a reason, but there is none." in admin.text

    admin.sends("/administration/accounts/docent", act="block", reason="Тәртіп бұзды")

    assert "Тәртіп бұзды" in admin.text
    assert "docent" in admin.opens("/administration/accounts?which=locked").text
    assert "docent" not in admin.opens("/administration/accounts?which=never").text.partition("Last signed in")[0]
    admin.posts("/administration/accounts/docent", act="none", status=404)
    admin.posts("/administration/accounts/nobody", act="unlock", reason="x", status=404)


def test_only_administrators_see_accounts(at: At) -> None:
    for login in ("teacher", "owner", "registrar"):
        at(login).opens("/administration/accounts", status=403)
        at(login).opens("/administration/accounts/docent", status=403)


def test_one_sees_and_ends_sessions_and_tokens_of_ones_own(at: At, page_house: House) -> None:
    reader = at("teacher")
    other = Reader(reader.client.application.test_client(), page_house)
    other.opens("/sign-in")
    other.sends("/sign-in", login="teacher", password=OLD)
    with page_house.office.work(OFFICE) as work:
        token = make_token(work, person(work, "teacher"), "кесте бағдарламасы")
    program, by_token = application(page_house.office).test_client(), {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/me", headers=by_token).status_code == 200

    reader.opens("/me/sessions")
    assert "this browser" in reader.text and "кесте бағдарламасы" in reader.text and token not in reader.page.text
    reader.sends("/me/sessions/end")
    other.opens("/tasks")
    assert other.address == "/sign-in"
    reader.sends("/me/tokens/end")

    assert "ended" in reader.text
    assert program.get("/api/v1/me", headers=by_token).status_code == 401


def test_a_compromised_account_is_locked_by_one_confirmation_and_administrators_are_told(at: At) -> None:
    reader = at("teacher").opens("/me/compromised")
    reader.sends("/me/compromised", status=422)

    reader.sends("/me/compromised", sure="on")

    assert reader.address == "/sign-in"
    assert "the account teacher; it is locked" in at("admin").opens("/feed").text
    reader.sends("/sign-in", login="teacher", password=OLD, status=403)


def test_ones_own_contacts_are_kept_with_before_and_after(at: At, page_house: House) -> None:
    reader = at("teacher").opens("/me/profile")
    reader.sends("/me/profile", email="not an address", phone_work="abc", phone_mobile="", status=422)
    assert "not an address" in reader.page.text
    reader.opens("/me/profile")
    page = reader.form("/me/profile")
    reader.sends("/me/profile", email="new@example.org", phone_work="", phone_mobile="", old="", status=422)
    assert "Expected your password, but there is none." in reader.text
    reader.sends("/me/profile", email="new@example.org", phone_work="+7 727 123 45 67", phone_mobile="", old=OLD)

    reader.posts("/me/profile", **{**dict(page), "email": "late@example.org"}, status=409)

    assert "+7 727 123 45 67" in reader.opens("/me/profile").page.text
    with page_house.office.look(OFFICE) as work:
        assert person(work, "teacher").email == "new@example.org"
