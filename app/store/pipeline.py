"""Several statements to PostgreSQL and back in one journey: the pipeline mode of its client library.

A journey costs both sides about what a small statement does, and is a wait where a network lies between
(docs/decisions/0023): what needs no answer of another goes with it, and BEGIN and COMMIT go along. Each statement is
prepared once for each connection; the server knows the types of its parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from select import POLLIN, POLLOUT, poll
from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InFailedSqlTransaction, InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from app.store.driver import Answer, Asked

MOST: Final = 256
"""Statements that stay prepared for one connection: then the oldest makes room."""
AT_ONCE: Final = 500
"""Statements in one journey: the server must never wait to be read from while it is still written to."""
_BEGIN, _COMMIT, _ROLLBACK = "BEGIN", "COMMIT", b"ROLLBACK"
_COMMITTED: Final = b"COMMIT"
_NOT_COMMITTED: Final = "the server rolled back what was to be committed: an earlier statement of it was refused"
_FINE: Final = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK, ExecStatus.EMPTY_QUERY})
_NUMBERS: Final = frozenset({int, float})
"""As bytes they would have to be of the very size that the server takes for them: as text they are of any."""
_LOST: Final = "the connection to the server is lost"


@dataclass(slots=True)
class _Sent:
    """What results are waited for, in order."""

    prepares: list[str] = field(default_factory=list)
    """Of each the text that it prepares, or nothing."""
    wanted: list[bool] = field(default_factory=list)
    """Of each whether it is the answer to something that was asked."""

    def add(self, prepares: str = "", *, wanted: bool = False) -> None:
        self.prepares.append(prepares)
        self.wanted.append(wanted)


@lru_cache(1_024)
def _formats(types: tuple[type, ...]) -> list[PyFormat]:
    return [PyFormat.TEXT if each in _NUMBERS else PyFormat.AUTO for each in types]


class Pipeline:
    """A connection of the driver, asked past its cursors; whoever has the connection has this alone."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._pgconn: PGconn = connection.pgconn
        self._transformer = Transformer(connection)
        self._names: dict[str, bytes] = {}
        self._number = 0
        self._readable = poll()
        self._readable.register(self._pgconn.socket, POLLIN)

    def travel(self, asked: Sequence[Asked], *, commit: bool = False, alone: bool = False) -> list[Answer]:
        """Ask these, in this order: in a transaction, which with `commit` ends with them; `alone` none is begun.

        Where one is refused, those behind it are not carried out, COMMIT neither. Raises the driver's own errors; the
        connection is then closed where nobody can know what the server still sends.
        """
        if len(asked) > AT_ONCE:
            first = self.travel(asked[:AT_ONCE], alone=alone)
            return first + self.travel(asked[AT_ONCE:], commit=commit, alone=alone)
        dumped = [(sql, *self._dumped(values)) for sql, values in asked]
        idle = self._pgconn.transaction_status == TransactionStatus.IDLE
        if idle and not asked:
            return []
        begins = idle and not alone and not self._connection.autocommit
        try:
            return self._travel(dumped, begins=begins, commit=commit)
        except InvalidSqlStatementName:
            # The driver forgets all that is prepared, ours too, when something is dropped.
            self.forget()
            if not idle:
                raise
            self.roll_back()
            return self._travel(dumped, begins=begins, commit=commit)

    def _travel(self, dumped: Sequence[tuple[str, Any, Any]], *, begins: bool, commit: bool) -> list[Answer]:
        sent = _Sent()
        try:
            self._pgconn.enter_pipeline_mode()
            if begins:
                self._send(sent, _BEGIN)
            for sql, values, formats in dumped:
                self._send(sent, sql, values, formats, wanted=True)
            if commit:
                self._send(sent, _COMMIT)
            self._pgconn.pipeline_sync()
            results = self._received()
            self._pgconn.exit_pipeline_mode()
        except BaseException:
            self._pgconn.finish()
            raise
        answers = self._answers(sent, results)
        if commit and results[-1].command_status != _COMMITTED:
            raise InFailedSqlTransaction(_NOT_COMMITTED)
        return answers

    def roll_back(self) -> None:
        """End what transaction there is, and forget nothing that is prepared, as the driver's own way would.

        Where the server is gone, that is what the driver then knows too.
        """
        if self._pgconn.transaction_status in {TransactionStatus.INTRANS, TransactionStatus.INERROR}:
            try:
                self._pgconn.exec_(_ROLLBACK)
            except OperationalError:
                self._pgconn.finish()

    def forget(self) -> None:
        """Believe nothing to be prepared: each statement gets another name."""
        self._names.clear()

    def _dumped(self, values: Sequence[Any]) -> tuple[Any, Any]:
        found = self._transformer.dump_sequence(values, _formats(tuple(map(type, values))))
        return found, self._transformer.formats

    def _send(self, sent: _Sent, sql: str, values: Any = None, formats: Any = None, *, wanted: bool = False) -> None:
        name = self._names.get(sql)
        if name is None:
            name = self._prepare(sent, sql)
        self._pgconn.send_query_prepared(name, values, formats)
        sent.add(wanted=wanted)

    def _prepare(self, sent: _Sent, sql: str) -> bytes:
        if len(self._names) >= MOST:
            self._pgconn.send_close_prepared(self._names.pop(next(iter(self._names))))
            sent.add()
        self._number += 1
        name = self._names[sql] = b"leidraad_%d" % self._number
        self._pgconn.send_prepare(name, sql.encode())
        sent.add(sql)
        return name

    def _received(self) -> list[PGresult]:
        """All results up to the end of the journey. Raises OperationalError where the server is gone."""
        self._flush()
        found: list[PGresult] = []
        while True:
            while self._pgconn.is_busy():
                self._readable.poll()  # in Python, because what waits in the library lets no other thread go on
                self._pgconn.consume_input()
            result = self._pgconn.get_result()
            if result is None:
                raise OperationalError(_LOST)
            if result.status == ExecStatus.PIPELINE_SYNC:
                return found
            found.append(result)
            self._pgconn.get_result()  # nothing, which ends what came of one statement

    def _flush(self) -> None:
        while self._pgconn.flush():
            either = poll()
            either.register(self._pgconn.socket, POLLIN | POLLOUT)
            if any(event & POLLIN for _, event in either.poll()):
                self._pgconn.consume_input()

    def _answers(self, sent: _Sent, results: Sequence[PGresult]) -> list[Answer]:
        for prepares, result in zip(sent.prepares, results, strict=True):
            if prepares and result.status not in _FINE:
                self._names.pop(prepares, None)
        refused = next((each for each in results if each.status not in _FINE), None)
        if refused is not None:
            raise error_from_result(refused)
        return [self._answer(result) for result, wanted in zip(results, sent.wanted, strict=True) if wanted]

    def _answer(self, result: PGresult) -> Answer:
        if result.status != ExecStatus.TUPLES_OK:
            return Answer(result.command_tuples or 0, [], tuple)
        self._transformer.set_pgresult(result)
        rows = self._transformer.load_rows(0, result.ntuples, list)
        return Answer(result.ntuples, rows, lambda: [result.ftype(number) for number in range(result.nfields)])
