"""Whatever text stands in a diagram: FEEL refuses it or gives a harmless value, quickly, and nothing else happens."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import FeelError
from workflows.feel import Expression, UnaryTests, compile_expression, compile_unary_tests, to_json
from workflows.feel.limits import MAX_ITEMS, MAX_NOTES, MAX_TEXT

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
SECONDS = 0.05
CONTEXT = {"leeftijd": Decimal(5), "lang": "x" * MAX_TEXT, "veel": [Decimal(n) for n in range(2000)]}


def _grown(start: str, grow: str, levels: str) -> str:
    """A context in which every entry is made of the one before: `{a: …, b: f(a), c: f(b)}.c`."""
    names = "abcdefghijklmnop"
    entries = [f"a: {start}"]
    entries += [f"{names[n]}: {grow.replace('_', names[n - 1])}" for n in range(1, int(levels))]
    return "{" + ", ".join(entries) + "}." + names[int(levels) - 1]


NUMBERS = [
    "9**9**9", "9**9**9**9**9", "1e999999999", "1e-999999999", "9" * 990, "1/0", "0**-1", "(-8)**0.5", "exp(1e50)",
    "log(0)",
    "sqrt(1e60)", "1.0000000001 ** 1e50", "2 ** 0.0000000001", "modulo(1e60, 1e-60)", "decimal(1, 1e50)",
    "round up(1/3, 59)", 'duration("P999999999Y") * 1e50', 'duration("P999999999D") * 1e30',
    '-duration("-P999999999D")',
    'date("9999-12-31") + duration("P999999999D")', 'date("0001-01-01") - duration("P999999999Y")',
    'date and time("0001-01-01T00:00:00+14:00") < now()', 'date and time("9999-12-31T23:59:59-14:00") = now()',
]  # fmt: skip
SHAPES = [
    "+".join(["1"] * 500), "-" * 999 + "1", "(" * 499 + "1" + ")" * 499, "[" * 499 + "]" * 499,
    "{a:" * 199 + "1" + "}" * 199,
    "not(" * 199 + "true" + ")" * 199, "if true then " * 60 + "1" + " else 2" * 60, "a." * 499 + "a", "a[1]" * 240,
    "1 " * 499,
    "?" * 999, "..", "[1..", "]]]]", "1..2..3", "= " * 400, "/*" * 400, '"' * 999, '"\\' * 499, "string length" * 70,
    "\n" * 999,
    "", "=", "==1", "date and time(" * 70, "substring(string: 1, string: 2)",
]  # fmt: skip
LOOPS = [
    "for i in 1..1000000000 return i", "for i in 1..1e60 return i",
    "for i in 1..300, j in 1..300, k in 1..300 return i*j*k",
    "some i in 1..1e9 satisfies i < 0", "every i in 1..1e9, j in 1..1e9 satisfies true",
    'count(for i in date("0001-01-01")..date("9999-12-31") return i)', "for i in 1..2000 return upper case(lang)",
    "for i in 1..2000 return lang + lang", "for i in 1..500 return string(veel)",
    "for i in 1..500 return distinct values(veel)",
    "for i in 1..500 return veel = veel", "for i in veel return veel[item = i]", "for i in 1..900 return i in veel",
    "(function(g) g(g))(function(g) g(g))", "{f: function(n) f(n)}.f(1)",
    "(function(f, n) f(f, n + 1))(function(f, n) f(f, n + 1), 1)", _grown('"0123456789"', "_+_+_+_+_+_+_+_", "8"),
    _grown("[1]", "[_,_,_,_,_,_,_,_]", "8"), _grown("[1]", "concatenate(_,_,_,_,_,_,_,_)", "8"),
    _grown("[1]", "flatten([_,_,_,_,_,_,_])", "8"), _grown("{x: 1}", "{x: _, y: _, z: _, w: _}", "12"),
]  # fmt: skip
REACHING_OUT = [
    "__import__('os').system('x')", "__class__", "().__class__.__base__.__subclasses__()", "leeftijd.__class__.__mro__",
    '"".__class__', "lambda: 1", "exec(1)", "open(1)", '"{0.__class__}"', '"%1000000000d"', '"a" * 1000000000', "`id`",
    'time("00:00:00@../../etc/passwd")', 'function(a) external {java: {class: "java.lang.Runtime"}}', "${1+1}", "#{1}",
    "'; DROP TABLE x; --", "<script>1</script>", "\x00", "\ufeff1", "\u202e1 + 1", "\ue020 + 1", "1 \u2212 1",
    "\U0001f600",
]  # fmt: skip
ATTACKS = [*NUMBERS, *SHAPES, *LOOPS, *REACHING_OUT]


def _read(text: str, kind: str) -> Expression | UnaryTests | None:
    try:
        return compile_expression(text) if kind == "expression" else compile_unary_tests(text)
    except FeelError:
        return None


def _judge(text: str, kind: str) -> None:
    read = _read(text, kind)
    if isinstance(read, Expression):
        _harmless(read.evaluate(CONTEXT, NOON).value)
    elif read is not None:
        assert read.matches(Decimal(5), CONTEXT, NOON).value in (True, False, None)
    assert read is None or all(isinstance(finding, str) for finding in read.findings())


def _harmless(value: object) -> None:
    plain = to_json(value)
    assert plain is None or isinstance(plain, str | int | float | bool | list | dict)
    assert len(repr(plain)) <= 4 * MAX_TEXT * MAX_ITEMS


@pytest.mark.parametrize("kind", ["expression", "cell"])
@pytest.mark.parametrize("text", ATTACKS, ids=lambda text: repr(text[:24]))
def test_an_attack_is_refused_or_gives_a_harmless_value_within_fifty_milliseconds(text, kind):
    spent = []
    for attempt in range(3):  # the best of three, as the machine does other work too
        start = process_time()
        _judge(text + " " * attempt, kind)  # not the text that was kept from the time before
        spent.append(process_time() - start)
        if spent[-1] < SECONDS:
            break
    assert min(spent) < 2 * SECONDS  # read, evaluated and searched for findings: two evaluations


def test_an_endless_evaluation_says_why_it_stopped():
    found = compile_expression("for i in 1..1e9 return i").evaluate({}, NOON)
    assert found.notes == ("De uitdrukking is gestopt: de uitdrukking vraagt te veel rekenwerk.",)
    assert "te groot" in compile_expression("9**9**9").evaluate({}, NOON).notes[0]


def test_notes_are_few():
    assert len(compile_expression("+".join(f"x{n}" for n in range(99))).evaluate({}, NOON).notes) <= MAX_NOTES


PIECES = st.sampled_from(
    [
        "leeftijd", "soort", "onbekend", "1", "2.5", '"a"', "true", "null", " + ", " - ", " * ", " / ", "**", " and ",
        " or ",
        "not(", ")",
        "(", "[", "]", "{", "}", "..", ",", ":", " in ", " between ", "if ", " then ", " else ", "for i in ",
        " return ", "some x in ", " satisfies ", " = ", " != ", " <= ", "> ",
        "count(", "date(", '"2026-02-30"', '@"P1D"', ".year",
        "item", "?", "function(a) ", " instance of ", "number", "today()",
        "string length(", "//", "\\", "\x00", "é", "'",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60), st.sampled_from(["expression", "cell"]))
def test_of_any_text_only_a_feel_error_comes_out(text, kind):
    _judge(text, kind)


@given(
    st.sampled_from(["a + b", "a = b", "a < b", "a in b", "a[b]", "a.b", "if a then b else a", "count(a)",
                     "contains(a, b)",
                     "for i in a return i + b", "a between b and a", "-a", "string(a)", "date(a) + duration(b)",
                     "not(a) or b"]),
    st.dictionaries(
        st.sampled_from(["a", "b"]),
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9) | st.dates() | st.datetimes()
        | st.timedeltas() | st.lists(st.integers() | st.none(), max_size=3) | st.just({"b": 1}),
    ),
)  # fmt: skip
def test_whatever_the_data_an_evaluation_gives_a_value_or_null_with_a_note(text, context):
    found = compile_expression(text).evaluate(context, NOON)
    _harmless(found.value)
    assert found.value is not None or found.notes or None in context.values() or text in {"a[b]", "if a then b else a"}
