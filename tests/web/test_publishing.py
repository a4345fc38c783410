"""A draft into force on screen: one proposes, another looks and agrees; what stands in the way is told first."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import select, update

import app.store.tables as t
from app.commands.drafting import DropDraft
from app.commands.proposing import AgreeDraft, ProposeDraft
from app.commands.protocols import Verdict
from app.commands.reproposing import AgreeProposal, ProposeVersion, ProposeWithdrawal, RecallProposal
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.in_force import EVERYBODY
from app.domain.recent import Recent
from app.jobs.mail import Post, letter
from app.queries.due import Mail
from app.store.bundles import whole_hash
from app.store.db import db
from app.store.dossiers import bundle_in_force
from app.store.in_force import all_put
from tests import klein
from tests.api.client import CLOCK
from tests.school import protocol_files
from tests.web.conftest import Screen
from tests.web.test_proofs import BROKEN, draft
from tests.web.test_workbench import DIRECTOR, FILE, GEHEEL, HELPER, TEACHER, begun, drawn, save
from workflows import Bundle, Limits

WHY = "De uitleg zegt nu waar het heen gaat."
OTHERWISE = ("Het gaat direct naar het bestuur.", "Het gaat meteen naar het bestuur, buiten school om.")


def in_force(screen: Screen) -> str | None:
    with screen.school.reading() as work:
        return bundle_in_force(work)


def changed(screen: Screen) -> tuple[str, str]:
    """A draft in which one name is otherwise, and the hash of the version that it would be."""
    at = begun(screen)
    save(screen, at, drawn(*OTHERWISE))
    return at, Bundle.from_files({**protocol_files(), FILE: drawn(*OTHERWISE)}).geheel


def agreeing(digest: str) -> dict[str, str]:
    return {"digest": digest, "bekeken": "ja", "beurt": "1"}


def proposing(files: Mapping[str, bytes]) -> dict[str, str]:
    return {"waarom": WHY, "digest": whole_hash(files), "voor": "bestuur"}


def sent(screen: Screen, who: str, path: str, fields: dict[str, str], status: int) -> str:
    """What comes of a form that the page does not show: from an older page, or made up."""
    token = screen.get(who, "/protocollen").form("/protocollen/ontwerpen")["vervalsing"]
    answer = screen.browser(who).post(path, data={"vervalsing": token, **fields})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def test_one_proposes_and_another_brings_it_into_force(screen: Screen) -> None:
    at, geheel = changed(screen)
    page = screen.get(HELPER, f"{at}/voorstel")
    assert "Er staat niets in de weg." in page.text
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    own = screen.get(HELPER, f"{at}/voorstel")
    assert "Nu is een collega aan zet" in own.text
    assert own.one("//header//*[@class='name']").text == "Intern Begeleider Proef"
    assert not own.all("//form[contains(@action, 'akkoord')]")
    assert "voorgesteld door Intern Begeleider" in screen.get(DIRECTOR, "/protocollen").text
    other = screen.get(DIRECTOR, f"{at}/voorstel")
    assert WHY in other.text
    digest = other.one("//input[@name='digest']").get("value")
    assert digest == geheel
    CLOCK.on(minutes=1)
    told = screen.post(DIRECTOR, f"{at}/voorstel/akkoord", {}, 422, page=f"{at}/voorstel")
    assert "vink dan aan dat je dat deed" in told.get_data(as_text=True)
    screen.post(DIRECTOR, f"{at}/voorstel/akkoord", {"bekeken": "ja"}, page=f"{at}/voorstel")
    assert in_force(screen) == geheel
    bench = screen.get(DIRECTOR, "/protocollen")
    assert not bench.all("//ul[contains(@class, 'drafts')]//a[contains(@href, 'voorstel')]")
    assert "voorgesteld door Intern Begeleider Proef, ingestemd door Directeur Proef" in bench.text


def test_nobody_agrees_to_their_own_proposal_nor_to_what_was_saved_after_it(screen: Screen) -> None:
    at, geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    assert "met zijn tweeën" in sent(screen, HELPER, f"{at}/voorstel/akkoord", agreeing(geheel), 422)
    save(screen, at, drawn(OTHERWISE[0], "Weer anders."), seen=2)
    assert "Het ontwerp is daarna veranderd." in screen.get(DIRECTOR, f"{at}/voorstel").text
    told = sent(screen, DIRECTOR, f"{at}/voorstel/akkoord", agreeing(geheel), 409)
    assert "veranderd sinds het is voorgesteld" in told
    assert in_force(screen) == GEHEEL


def test_a_proposal_is_taken_back_and_asks_a_reason(screen: Screen) -> None:
    at, geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": " "}, 422, page=f"{at}/voorstel")
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    screen.post(DIRECTOR, f"{at}/voorstel/intrekken", {}, page=f"{at}/voorstel")
    assert "ingetrokken" in sent(screen, DIRECTOR, f"{at}/voorstel/akkoord", agreeing(geheel), 409)


def test_what_stands_in_the_way_is_told_and_nothing_can_be_proposed(screen: Screen) -> None:
    name = "zorgroutes.bpmn"
    broken = protocol_files()[name].replace(BROKEN[0].encode(), BROKEN[1].encode())
    files = {**protocol_files(), name: broken}
    at = draft(screen, files)
    page = screen.get(HELPER, f"{at}/voorstel")
    assert "Regel 1, “Een oudergesprek tussen elke twee stappen”, is geschonden" in page.text
    assert not page.all("//textarea[@name='waarom']")
    assert "is geschonden" in sent(screen, HELPER, f"{at}/voorstel", proposing(files), 422)
    screen.get(TEACHER, f"{at}/voorstel", 403)


def test_an_exception_is_read_with_its_reason_by_whoever_proposes_and_signed_by_director_and_coordinator(
    screen: Screen,
) -> None:
    rule = (
        '[[regel]]\nnummer = "7"\nnaam = "Afronden voor het einde"\ntekst = "Er wordt altijd afgerond."\n'
        'proces = "zorg"\nzinnen = [\'"Kijken" altijd gevolgd door "Afronden"\']\n'
    )
    files = {**klein.publishable(), "rules/regels.toml": rule.encode()}
    at = draft(screen, files)
    assert "is geschonden" in screen.get(HELPER, f"{at}/voorstel").text
    fields = screen.get(HELPER, f"{at}/regels/uitzondering?nummer=7").form("/regels/uitzondering")
    reason = "Stoppen mag, en dan is er niets af te ronden."
    screen.browser(HELPER).post(f"{at}/regels/uitzondering", data={**fields, "reden": reason})
    page = screen.get(HELPER, f"{at}/voorstel")
    assert "Deze versie heeft een uitzondering op regel 7" in page.text
    assert f"7 Afronden voor het einde: {reason}" in page.text
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    page = screen.get(DIRECTOR, f"{at}/voorstel")
    assert reason in page.text
    fields = page.form("/voorstel/akkoord")
    refused = screen.browser(DIRECTOR).post(f"{at}/voorstel/akkoord", data={**fields, "bekeken": "ja"})
    assert refused.status_code == 422  # the helper is no coordinator
    assert "Die tekenen een directeur en een coördinator samen" in refused.get_data(as_text=True)


def test_who_proposes_proposes_what_was_looked_at(screen: Screen) -> None:
    at, _geheel = changed(screen)
    hidden = screen.get(HELPER, f"{at}/voorstel").form(f"{at}/voorstel")
    save(screen, at, drawn("Het gaat direct naar het bestuur.", "Het gaat direct naar hen."), 2, who=DIRECTOR)
    answer = screen.browser(HELPER).post(f"{at}/voorstel", data={**hidden, "waarom": WHY})
    assert answer.status_code == 409
    assert "veranderd sinds je het bekeek" in answer.get_data(as_text=True)
    assert WHY in answer.get_data(as_text=True)
    assert not screen.get(DIRECTOR, f"{at}/voorstel").all("//form[contains(@action, 'akkoord')]")


def test_a_draft_that_was_thrown_away_comes_back_without_its_proposal(screen: Screen) -> None:
    at, _geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    screen.post(DIRECTOR, f"{at}/weg", {})
    assert "weggegooid door Directeur Proef" in screen.get(HELPER, "/protocollen").text
    screen.post(HELPER, f"{at}/terug", {}, page="/protocollen")
    assert not screen.get(DIRECTOR, f"{at}/voorstel").all("//form[contains(@action, 'akkoord')]")


def test_what_falls_away_is_named_and_the_other_is_asked_where_they_look(screen: Screen) -> None:
    at = draft(screen, klein.files())
    page = screen.get(HELPER, f"{at}/voorstel")
    assert "Hierna kan niemand meer beginnen met:" in page.text
    assert "Meldcode" in page.one("//*[contains(@class, 'notice') and contains(., 'niemand meer')]").text_content()
    at, _geheel = changed(screen)
    assert "niemand meer beginnen" not in screen.get(HELPER, f"{at}/voorstel").text
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    assert "stelt voor dit in gebruik te nemen" not in screen.get(HELPER, at).text
    assert "Intern Begeleider Proef stelt voor dit in gebruik te nemen" in screen.get(DIRECTOR, at).text


def test_what_the_pages_proved_and_played_is_not_proven_and_played_again(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = begun(screen)
    save(screen, at, drawn(OTHERWISE[0], "Het gaat regelrecht naar het bestuur."))
    screen.get(HELPER, f"{at}/regels")
    screen.get(HELPER, f"{at}/scenarios")

    def again(*_given: object) -> None:
        pytest.fail("It was done a second time.")

    monkeypatch.setattr("app.commands.protocols.prove", again)
    monkeypatch.setattr("app.commands.protocols.run_scenarios", again)
    assert "Er staat niets in de weg." in screen.get(HELPER, f"{at}/voorstel").text


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether a transaction was open, each time that a version was proved and played: nothing is known beforehand."""
    found = list[bool]()

    def judging(files: Mapping[str, bytes], _limits: Limits) -> Verdict:
        found.append(db.engine.pool.checkedout() > 0)  # type: ignore[attr-defined]  # both kinds count
        return Verdict(Bundle.from_files(files))

    monkeypatch.setattr("app.commands.protocols._judged", judging)
    monkeypatch.setattr("app.commands.protocols._VERDICTS", Recent[tuple[str, str], Verdict]())
    return found


def test_a_version_is_proved_and_played_before_anything_is_locked(screen: Screen, judged: list[bool]) -> None:
    at, geheel = changed(screen)
    own, here = UUID(at.rpartition("/")[2]), screen.school
    limits = Limits(max_files=99)
    with here.site.app.app_context():
        here.send(HELPER, ProposeDraft(own, geheel, WHY, limits))
        limits = Limits(max_files=98)  # known of nobody yet
        here.send(DIRECTOR, AgreeDraft(own, geheel, limits))
        made = here.send(HELPER, ProposeVersion(GEHEEL, EVERYBODY, WHY, Limits(max_files=97))).result
        here.send(DIRECTOR, AgreeProposal(made, 2, Limits(max_files=96)))
        assert judged == [False] * 4
        with pytest.raises(WrongStateError, match="veranderd sinds je het bekeek"):
            here.send(HELPER, ProposeDraft(own, "0" * 64, WHY, Limits(max_files=95)))
        with pytest.raises(NotFoundError):
            here.send(TEACHER, ProposeDraft(own, geheel, WHY, Limits(max_files=94)))
    assert judged == [False] * 4


# who is told


def mailed(screen: Screen) -> dict[str, tuple[str, str]]:
    """The mail that waits, by function of whom it is for: its text, and the path it leads to; read once."""
    names = {person: function for function, person in screen.school.people.items()}
    told = {}
    with screen.school.reading() as work:
        rows = work.rows(select(t.outbox).where(t.outbox.c.kind.startswith("voorstel"), t.outbox.c.sent_at.is_(None)))
    post = Post("leidraad@school.example", "https://leidraad.example", lambda _mail: None, CLOCK)
    for row in rows:
        mail = Mail(row.mail_id, row.kind, "iemand@school.example", 0, row.about or "", row.subject_id)
        text = letter(mail, screen.school.board, post).get_content()
        told[names.get(row.person_id, "?")] = (text, text.partition("https://leidraad.example")[2].strip())
    with screen.school.writing() as work:
        work.run(update(t.outbox).values(sent_at=work.now, next_at=None))
    return told


def test_whoever_may_agree_is_told_by_mail_and_in_their_list_and_the_proposer_what_came_of_it(screen: Screen) -> None:
    at, _geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    told = mailed(screen)
    assert HELPER not in told
    assert TEACHER not in told
    text, path = told[DIRECTOR]
    assert "Een collega stelt voor om het ontwerp “Kortere termijn” in gebruik te nemen." in text
    assert path == f"{at}/voorstel"
    assert "Akkoord: zo gaat het gelden" in screen.get(DIRECTOR, path).text
    listed = screen.get(DIRECTOR, "/")
    assert "Intern Begeleider Proef stelt voor “Kortere termijn” in gebruik te nemen." in listed.text
    assert listed.one("//a[contains(., 'Bekijk het en stem in')]").get("href") == path
    assert "Een voorstel wacht op jou" not in screen.get(HELPER, "/").text
    assert "Een voorstel wacht op jou" not in screen.get(TEACHER, "/").text
    screen.post(DIRECTOR, f"{at}/voorstel/akkoord", {"bekeken": "ja"}, page=f"{at}/voorstel")
    ((to, (text, path)),) = mailed(screen).items()
    assert (to, path) == (HELPER, "/protocollen")
    assert "“Kortere termijn” is in gebruik genomen: een collega stemde in" in text
    assert "Een voorstel wacht op jou" not in screen.get(DIRECTOR, "/").text


@pytest.mark.parametrize("thrown_away", [False, True])
def test_who_proposed_is_told_where_a_colleague_takes_it_back(screen: Screen, *, thrown_away: bool) -> None:
    at, _geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    mailed(screen)
    if thrown_away:
        screen.school.send(DIRECTOR, DropDraft(UUID(at.rpartition("/")[2])))
    else:
        screen.post(DIRECTOR, f"{at}/voorstel/intrekken", {}, page=f"{at}/voorstel")
    ((to, (text, path)),) = mailed(screen).items()
    assert (to, path) == (HELPER, at)
    assert "trok je voorstel in om “Kortere termijn” in gebruik te nemen." in text


def test_who_takes_their_own_proposal_back_is_told_nothing_and_what_changed_since_waits_for_nobody(
    screen: Screen,
) -> None:
    at, _geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    mailed(screen)
    save(screen, at, drawn(OTHERWISE[0], "Weer anders."), seen=2)
    assert "Een voorstel wacht op jou" not in screen.get(DIRECTOR, "/").text
    screen.post(HELPER, f"{at}/voorstel/intrekken", {}, page=f"{at}/voorstel")
    assert mailed(screen) == {}


def test_a_version_that_is_proposed_again_or_to_be_taken_back_is_told_too(screen: Screen) -> None:
    at, geheel = changed(screen)
    screen.post(HELPER, f"{at}/voorstel", {"waarom": WHY}, page=f"{at}/voorstel")
    screen.post(DIRECTOR, f"{at}/voorstel/akkoord", {"bekeken": "ja"}, page=f"{at}/voorstel")
    mailed(screen)
    with screen.school.reading() as work:
        put = all_put(work)[0]
    made = screen.school.send(HELPER, ProposeWithdrawal(put.id, "Het werkt niet.")).result
    text, path = mailed(screen)[DIRECTOR]
    assert "stelt voor om de versie “Zorgdossier” terug te nemen" in text
    assert path == f"/protocollen/voorstellen/{made}"
    assert "stelt voor “Zorgdossier” terug te nemen." in screen.get(DIRECTOR, "/").text
    screen.post(DIRECTOR, f"{path}/akkoord", {}, page=path)
    assert "“Zorgdossier” is teruggenomen" in mailed(screen)[HELPER][0]
    made = screen.school.send(HELPER, ProposeVersion(geheel, EVERYBODY, WHY)).result
    text, path = mailed(screen)[DIRECTOR]
    assert "stelt voor om de versie “Zorgdossier” in gebruik te nemen" in text
    assert "Akkoord: zo gaat het gelden" in screen.get(DIRECTOR, path).text
    screen.school.send(DIRECTOR, RecallProposal(made))
    assert "trok je voorstel in" in mailed(screen)[HELPER][0]
