"""The virus scanner, over a real socket: a verdict, or the word that there is none. Never a guess."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from app.commands.scanning import Clamd, ScannerAwayError, is_test_file, scanner_of
from tests.clamd import FOUND, OK, TOO_LARGE, VIRUS, FakeClamd, nobody_listens

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGE = bytes(range(256)) * 4_000


@pytest.fixture(params=["tcp", "socket"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path):
    with FakeClamd(tmp_path / "clamd.sock" if request.param == "socket" else None) as made:
        yield made


class TestAVerdict:
    @pytest.mark.parametrize("data", [b"x", b"gewone tekst", LARGE, bytes(65_536), bytes(65_537)])
    def test_a_clean_file_arrives_whole_and_is_clean(self, clamd: FakeClamd, data: bytes) -> None:
        assert Clamd(clamd.address).infected(data) is False
        assert (clamd.streams, clamd.wrong) == ([data], [])

    def test_a_virus_is_found_wherever_it_is_in_the_file(self, clamd: FakeClamd) -> None:
        assert Clamd(clamd.address).infected(LARGE + VIRUS + LARGE) is True

    def test_two_files_after_each_other_are_two_questions(self, clamd: FakeClamd) -> None:
        scanner = Clamd(clamd.address)
        assert (scanner.infected(VIRUS), scanner.infected(b"schoon")) == (True, False)
        assert clamd.streams == [VIRUS, b"schoon"]

    @pytest.mark.parametrize(
        ("says", "expected"),
        [
            ((b"stream: ", b"OK\0"), False),
            ((b"stre", b"am: O", b"K", b"\0"), False),
            ((b"stream: Win.Test", b" FOUND", b"\0"), True),
            ((b"stream: Virus.Met OK erin FOUND\0",), True),
            ((b"stream: OK\n\0",), False),
        ],
    )
    def test_an_answer_in_several_packets_is_one_answer(self, says: tuple[bytes, ...], expected: object) -> None:
        with FakeClamd(says=says) as clamd:
            assert Clamd(clamd.address).infected(b"x") is expected


class TestNoVerdict:
    @pytest.mark.parametrize(
        "says",
        [
            (),
            (b"stream: OK",),
            (b"stream: ",),
            (TOO_LARGE,),
            (b"UNKNOWN COMMAND\0",),
            (b"stream: Allocation failed ERROR\0",),
            (b"OK\0",),
            (b"FOUND\0",),
            (b"stream: OK maar niet heus\0",),
            (b"\0",),
            (b"\xff\xfe\0",),
            (b"x" * 5_000,),
        ],
        ids=lambda says: repr(says)[:40],
    )
    def test_any_other_answer_is_none(self, says: tuple[bytes, ...]) -> None:
        with FakeClamd(says=says) as clamd, pytest.raises(ScannerAwayError):
            Clamd(clamd.address, seconds=3).infected(b"x")

    def test_a_file_over_the_limit_of_the_scanner_is_not_judged(self) -> None:
        with FakeClamd(most=100_000) as clamd, pytest.raises(ScannerAwayError):
            Clamd(clamd.address, seconds=3).infected(LARGE)

    def test_nobody_who_listens_is_none(self, tmp_path: Path) -> None:
        with nobody_listens() as address, pytest.raises(ScannerAwayError):
            Clamd(address, seconds=2).infected(b"x")
        with pytest.raises(ScannerAwayError):
            Clamd(str(tmp_path / "nergens.sock"), seconds=2).infected(b"x")

    def test_a_machine_that_cannot_exist_is_none(self) -> None:
        with pytest.raises(ScannerAwayError):
            Clamd(("x" * 70 + ".invalid", 3310), seconds=2).infected(b"x")

    def test_a_scanner_that_never_answers_is_left_after_its_time(self) -> None:
        with FakeClamd(silent=True) as clamd, pytest.raises(ScannerAwayError):
            Clamd(clamd.address, seconds=0.3).infected(b"x")

    def test_a_scanner_that_drips_is_left_after_its_time_too(self) -> None:
        with FakeClamd(says=(b"s",) * 60) as clamd, pytest.raises(ScannerAwayError):
            Clamd(clamd.address, seconds=0.3).infected(b"x")


class TestTheSetting:
    def test_an_empty_one_is_no_scanner(self) -> None:
        assert scanner_of("") is None

    def test_one_names_a_machine_or_a_socket(self) -> None:
        assert scanner_of("clamd://virus.school.nl:3311") == Clamd(("virus.school.nl", 3311))
        assert scanner_of("clamd://virus.school.nl") == Clamd(("virus.school.nl", 3310))
        assert scanner_of("clamd:/run/clamav/clamd.sock") == Clamd("/run/clamav/clamd.sock")

    def test_the_scanner_that_it_names_is_asked(self, clamd: FakeClamd) -> None:
        scanner = scanner_of(clamd.setting)
        assert scanner is not None
        assert scanner.infected(VIRUS)


@pytest.mark.parametrize("data", [EICAR, b"  " + EICAR + b"\n", b"%PDF-1.4\n" + EICAR])
def test_the_test_file_is_known_without_a_scanner(data: bytes) -> None:
    assert is_test_file(data)
    assert not is_test_file(data.replace(b"EICAR", b"RAKEI"))


class TestTheScannerOfTheTests:
    """What stands in for the real one holds others to the protocol."""

    def ask(self, clamd: FakeClamd, *parts: bytes) -> bytes:
        assert not isinstance(clamd.address, str)
        with socket.create_connection(clamd.address, timeout=3) as wire:
            for part in parts:
                wire.sendall(part)
            said = b""
            while part := wire.recv(100):
                said += part
        return said

    def test_it_knows_one_command(self) -> None:
        with FakeClamd() as clamd:
            assert self.ask(clamd, b"zPING\0") == b"UNKNOWN COMMAND\0"
            assert self.ask(clamd, b"zINSTREAM\0", bytes(4)) == OK

    def test_it_puts_the_parts_together(self) -> None:
        half = len(VIRUS) // 2
        parts = [len(each).to_bytes(4, "big") + each for each in (VIRUS[:half], VIRUS[half:])]
        with FakeClamd() as clamd:
            assert self.ask(clamd, b"zINS", b"TREAM\0", *parts, bytes(4)) == FOUND
            assert clamd.streams == [VIRUS]

    def test_it_tells_of_who_leaves_in_the_middle(self) -> None:
        with FakeClamd() as clamd:
            assert not isinstance(clamd.address, str)
            with socket.create_connection(clamd.address) as wire:
                wire.sendall(b"zINSTREAM\0" + (9).to_bytes(4, "big") + b"half")
            waited = threading.Event()
            for _ in range(50):
                if clamd.wrong:
                    break
                waited.wait(0.05)
            assert clamd.wrong
