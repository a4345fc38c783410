"""From DMN XML (1.1 to 1.5) to decisions; the drawing and everything else that decides nothing is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.errors import FeelError
from workflows.feel.dmn import (
    Boxed,
    DecisionModel,
    DecisionTable,
    FunctionLogic,
    HitPolicy,
    InputColumn,
    Invocation,
    Knowledge,
    Logic,
    OutputColumn,
    Rows,
    Rule,
)  # fmt: skip
from workflows.feel.expression import Expression, UnaryTests, compile_expression, compile_unary_tests

MAX_ROWS: Final = 1_000
"""Rows of one decision table."""


def read_decisions(root: etree._Element) -> tuple[DecisionModel, ...]:
    """The decisions of a DMN file, in its order. Raises FeelError, naming the decision, for what cannot be run."""
    if not _is(root, "definitions") or "/DMN/" not in _namespace(root):
        raise FeelError("Dit is geen DMN-bestand: het begint niet met definitions uit een DMN-versie van 1.1 tot 1.5.")
    return _Reader(root).decisions()


def _namespace(element: etree._Element) -> str:
    return str(element.tag).partition("}")[0].strip("{")


def _is(element: etree._Element, *names: str) -> bool:
    return str(element.tag).rpartition("}")[2] in names


def _children(element: etree._Element, *names: str) -> list[etree._Element]:
    home = _namespace(element)
    return [child for child in element if _is(child, *names) and _namespace(child) == home]


def _child(element: etree._Element, *names: str) -> etree._Element | None:
    return next(iter(_children(element, *names)), None)


def _text(element: etree._Element | None) -> str:
    found = None if element is None else _child(element, "text")
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()


def _type(element: etree._Element | None) -> str:
    return "" if element is None else element.get("typeRef", "").rpartition("}")[2].rpartition(":")[2]


def _name(element: etree._Element | None) -> str:
    return "" if element is None else element.get("name", "").strip()


def _all_text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(str(part) for part in element.itertext()).split())


def _variable(element: etree._Element) -> str:
    """The name under which expressions know a decision, its data or its function."""
    return _name(_child(element, "variable")) or _name(element)


def _references(element: etree._Element, requirement: str, kind: str) -> tuple[str, ...]:
    """The ids that requirements of one kind point to; what lies before `#` is another file of the same protocol."""
    found = [_child(each, kind) for each in _children(element, requirement)]
    return tuple(each.get("href", "").rpartition("#")[2] for each in found if each is not None)


_LOGIC = ("decisionTable", "literalExpression", "invocation", "context", "functionDefinition", "relation", "list")


class _Reader:
    """Reads one file; the names of all its variables are known before the first expression is compiled."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.names = tuple(sorted(set(self._variables())))
        self.models = {each.get("id", ""): each for each in _children(root, "businessKnowledgeModel")}
        self.data = {each.get("id", ""): _variable(each) for each in _children(root, "inputData")}

    def _variables(self) -> Iterator[str]:
        home = _namespace(self.root)
        for element in self.root.iter(etree.Element):
            named = _is(element, "variable", "itemComponent", "formalParameter", "output", "decision", "inputData",
                        "businessKnowledgeModel", "parameter", "column")  # fmt: skip
            if named and _namespace(element) == home and element.get("name", "").strip():
                yield element.get("name", "").strip()

    def decisions(self) -> tuple[DecisionModel, ...]:
        return tuple(self._decision(each) for each in _children(self.root, "decision"))

    def _decision(self, element: etree._Element) -> DecisionModel:
        name = element.get("name", "").strip() or element.get("id", "")
        try:
            logic = self._logic_of(element)
            knowledge = tuple(self._knowledge(element, ()))
        except FeelError as error:
            message = f"Beslissing {name}: {error.message}"
            raise FeelError(message, text=error.text, position=error.position) from error
        required = _references(element, "informationRequirement", "requiredDecision")
        data = _references(element, "informationRequirement", "requiredInput")
        return DecisionModel(
            element.get("id", ""), name, _variable(element), logic, required, tuple(dict.fromkeys(knowledge)),
            tuple(self.data[each] for each in data if each in self.data), _all_text(_child(element, "description")),
        )  # fmt: skip

    def _knowledge(self, element: etree._Element, above: tuple[str, ...]) -> Iterator[Knowledge]:
        for key in _references(element, "knowledgeRequirement", "requiredKnowledge"):
            if key in above:
                raise FeelError("de kennismodellen roepen elkaar in een kring aan. Haal een van de pijlen weg.")
            if key not in self.models:
                raise FeelError(f"het kennismodel {key} staat niet in dit bestand. Teken het of haal de pijl weg.")
            model = self.models[key]
            yield from self._knowledge(model, (*above, key))
            body = _child(model, "encapsulatedLogic")
            if body is None:
                raise FeelError(f"het kennismodel {_variable(model)} heeft geen inhoud. Vul het in.")
            yield Knowledge(_variable(model), self._function(body))

    def _logic_of(self, element: etree._Element) -> Logic:
        found = _child(element, *_LOGIC)
        if found is None:
            raise FeelError("er staat geen tabel of uitdrukking in die Leidraad kent. Teken een beslistabel.")
        return self._logic(found)

    def _logic(self, element: etree._Element) -> Logic:
        if _is(element, "literalExpression"):
            return self._expression(_text(element), "de uitdrukking")
        if _is(element, "decisionTable"):
            return self._table(element)
        if _is(element, "invocation"):
            bindings = [(_child(each, "parameter"), each) for each in _children(element, "binding")]
            made = tuple((_name(parameter), self._logic_of(each)) for parameter, each in bindings)
            return Invocation(self._expression(_text(_child(element, "literalExpression")), "de aanroep"), made)
        if _is(element, "context"):
            entries = [(_child(each, "variable"), each) for each in _children(element, "contextEntry")]
            return Boxed(tuple((_name(variable), self._logic_of(each)) for variable, each in entries))
        if _is(element, "functionDefinition"):
            return self._function(element)
        if _is(element, "relation"):
            columns = [_name(each) for each in _children(element, "column")]
            return Rows(tuple(
                Boxed(tuple(zip(columns, (self._logic(cell) for cell in _children(row, *_LOGIC)), strict=False)))
                for row in _children(element, "row")
            ))  # fmt: skip
        return Rows(tuple(self._logic(each) for each in _children(element, *_LOGIC)))

    def _function(self, element: etree._Element) -> FunctionLogic:
        if element.get("kind", "FEEL") != "FEEL":
            raise FeelError("een functie van buiten (Java, PMML) wordt niet uitgevoerd. Schrijf haar in FEEL.")
        parameters = tuple(_name(each) for each in _children(element, "formalParameter"))
        return FunctionLogic(parameters, self._logic_of(element))

    def _expression(self, text: str, place: str) -> Expression:
        try:
            return compile_expression(text, self.names)
        except FeelError as error:
            raise FeelError(f"{place}: {error.message}", text=error.text, position=error.position) from error

    def _tests(self, text: str, place: str) -> UnaryTests:
        try:
            return compile_unary_tests(text, self.names)
        except FeelError as error:
            raise FeelError(f"{place}: {error.message}", text=error.text, position=error.position) from error

    def _table(self, element: etree._Element) -> DecisionTable:
        policy = element.get("hitPolicy", "UNIQUE")
        if policy not in tuple(HitPolicy):
            raise FeelError(
                f"bij “Als er meer regels passen” (hit policy) staat {policy}, en dat bestaat niet. Kies opnieuw."
            )
        aggregation = element.get("aggregation", "") if policy == HitPolicy.COLLECT else ""
        if aggregation not in ("", "SUM", "COUNT", "MIN", "MAX"):
            raise FeelError(f"de optelling {aggregation} bestaat niet. Kies SUM, COUNT, MIN of MAX.")
        inputs = tuple(self._input(each, number) for number, each in enumerate(_children(element, "input"), 1))
        outputs = tuple(self._output(each) for each in _children(element, "output"))
        rules = tuple(
            self._rule(each, number, len(inputs), len(outputs))
            for number, each in enumerate(_children(element, "rule"), 1)
        )
        if len(rules) > MAX_ROWS:
            raise FeelError(f"de tabel heeft meer dan {MAX_ROWS} regels. Verdeel haar over meer tabellen.")
        if not outputs:
            raise FeelError("de tabel heeft geen kolom voor de uitkomst. Voeg er een toe.")
        return DecisionTable(HitPolicy(policy), aggregation, inputs, outputs, rules)

    def _input(self, element: etree._Element, number: int) -> InputColumn:
        source = _child(element, "inputExpression")
        text = _text(source)
        allowed = _text(_child(element, "inputValues"))
        label = element.get("label", "").strip() or text
        expression = self._expression(text, f"de kop van invoerkolom {number}")
        tests = self._tests(allowed, f"“Welke waarden er mogen staan” van invoerkolom {number}") if allowed else None
        return InputColumn(label, expression, _type(source), tests)

    def _output(self, element: etree._Element) -> OutputColumn:
        name = element.get("name", "").strip()
        place = f"“Welke waarden er mogen staan” van uitkomst {name}".strip()
        allowed = _text(_child(element, "outputValues"))
        values = self._tests(allowed, place).values() if allowed else ()
        if values is None:
            raise FeelError(f"{place}: dat zijn geen vaste waarden. Som ze op, met een komma ertussen.", text=allowed)
        default = _text(_child(element, "defaultOutputEntry"))
        return OutputColumn(
            name, _type(element), values,
            self._expression(default, f"de standaarduitkomst {name}".strip()) if default else None,
            element.get("label", "").strip(),
        )  # fmt: skip

    def _rule(self, element: etree._Element, number: int, inputs: int, outputs: int) -> Rule:
        tests = [_text(each) for each in _children(element, "inputEntry")]
        texts = [_text(each) for each in _children(element, "outputEntry")]
        if (len(tests), len(texts)) != (inputs, outputs):
            raise FeelError(f"regel {number} heeft niet evenveel cellen als de tabel kolommen. Teken de regel opnieuw.")
        return Rule(
            tuple(self._tests(text, f"regel {number}, invoerkolom {column}") for column, text in enumerate(tests, 1)),
            tuple(
                self._expression(text, f"regel {number}, uitkomst {column}") if text and text != "-" else None
                for column, text in enumerate(texts, 1)
            ),
        )  # fmt: skip
