"""From a `.mmt` file to plain Python, to the manual's equations, to SBML and CellML.

For contributors: needs Myokit (BSD), which a user's machine does not. `scripts/build_models.py`
runs it over all models; a test proves that what is committed is what it writes.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import myokit
import myokit.formats
from myokit.formats.latex import LatexExpressionWriter
from myokit.formats.python import PythonExpressionWriter

META_OF_CONSTANT = ("desc", "source", "status", "verified", "low", "high", "sd")


class _Python(PythonExpressionWriter):  # type: ignore[misc]
    """Small whole powers become products: compiled `pow` is slow and rounds differently."""

    def _ex_power(self, e: Any) -> str:
        base, exponent = e[0], e[1]
        if exponent.is_number() and exponent.eval() in (2, 3, 4):
            text = self.ex(base)
            if not re.fullmatch(r"\w+", text):
                text = f"({text})"
            return "(" + " * ".join([text] * int(exponent.eval())) + ")"
        return str(super()._ex_power(e))


class _Latex(LatexExpressionWriter):  # type: ignore[misc]
    """Numbers as in the file, powers as raised, conditions as cases."""

    def __init__(self, units: Units) -> None:
        super().__init__()
        self.units = units

    def _ex_number(self, e: Any, out: list[str]) -> None:
        text = f"{e.eval():.12g}"
        if "e" in text:
            mantissa, exponent = text.split("e")
            text = rf"{mantissa}\cdot 10^{{{int(exponent)}}}"
        unit = "1" if e.unit() is None else self.units(e.unit())
        if unit != "1":
            unit = re.sub(r"\^(-?[\d.]+)", r"^{\1}", unit)
            text = rf"{text}\,\mathrm{{{unit}}}"
        out.append(text)

    def _ex_power(self, e: Any, out: list[str]) -> None:
        base = self.ex(e[0])
        if not isinstance(e[0], (myokit.Name, myokit.Number)):
            base = rf"\left({base}\right)"
        out.append(f"{{{base}}}^{{{self.ex(e[1])}}}")

    def _ex_if(self, e: Any, out: list[str]) -> None:
        test, yes, no = (self.ex(x) for x in e)
        out.append(
            rf"\begin{{cases}}{yes} & \text{{if }} {test}\\"
            rf"{no} & \text{{otherwise}}\end{{cases}}"
        )


def _ident(variable: Any) -> str:
    return str(variable.qname()).replace(".", "_")


def _name(lhs: Any) -> str:
    return ("d_" if lhs.is_derivative() else "") + _ident(lhs.var())


def read(path: Path) -> Any:
    """The Myokit model of a file, with its units strictly checked.

    Raises:
        myokit.IncompatibleUnitError, myokit.ParseError, ValueError: the file is not acceptable.
    """
    model = myokit.load_model(str(path))
    model.check_units(myokit.UNIT_STRICT)
    for v in model.variables(deep=True):
        if v.unit() is None:
            raise ValueError(f"{path.name}: {v.qname()} has no unit; write 'in [1]' if it has none")
    names = [_ident(v) for v in model.variables(deep=True)]
    if len(set(names)) != len(names):
        raise ValueError(f"{path.name}: two quantities would share a Python name")
    return model


class Units:
    """Units spelt as the file spells them; Myokit would print 1/ms as mS/uF."""

    def __init__(self, text: str) -> None:
        self.spelt: dict[Any, str] = {}
        for found in re.findall(r"\[([^\[\]\n]+)\]", text):
            try:
                self.spelt.setdefault(myokit.parse_unit(found), found)
            except myokit.ParseError:  # the name of a component
                continue

    def __call__(self, unit: Any) -> str:
        """The spelling of a unit, without brackets."""
        return self.spelt.get(unit, str(unit).strip("[]"))


def _row(v: Any, kind: str, units: Units) -> tuple[Any, ...]:
    value = None
    if kind == "state":
        value = float(v.initial_value(as_float=True))
    elif kind == "constant":
        value = float(v.eval())
    meta = {k: " ".join(str(v.meta.get(k, "")).split()) for k in META_OF_CONSTANT}
    numbers = [float(meta[k]) if meta[k] else None for k in ("low", "high", "sd")]
    row: list[Any] = [v.qname(), units(v.unit()), kind, value]
    row += [meta[k] for k in ("desc", "source", "status", "verified")] + numbers
    while len(row) > 4 and row[-1] in ("", None):
        row.pop()
    return tuple(row)


def _sorted(model: Any) -> dict[str, list[Any]]:
    """Variables by kind, each kind in an order in which it can be computed."""
    seen: set[str] = set()
    order: list[Any] = []

    def visit(v: Any) -> None:
        if v.qname() in seen:
            return
        seen.add(v.qname())
        for ref in sorted(v.rhs().references(), key=lambda r: str(r.var().qname())):
            if not ref.var().is_state():
                visit(ref.var())
        if not v.is_state():
            order.append(v)

    for v in model.variables(deep=True):
        if not v.is_state():
            visit(v)
    out: dict[str, list[Any]] = {"constant": [], "derived": [], "variable": [], "time": []}
    for v in order:
        if v.binding() == "time":
            out["time"].append(v)
        elif v.is_literal():
            out["constant"].append(v)
        elif v.is_constant():
            out["derived"].append(v)
        else:
            out["variable"].append(v)
    out["state"] = list(model.states())
    return out


def _needed(targets: list[Any], pool: list[Any]) -> list[Any]:
    """Those of `pool` (in order) that the right-hand sides of `targets` need."""
    names = {v.qname(): v for v in pool}
    want: set[str] = set()
    stack = list(targets)
    while stack:
        for ref in stack.pop().rhs().references():
            v = ref.var()
            if v.qname() in names and v.qname() not in want:
                want.add(v.qname())
                stack.append(v)
    return [v for v in pool if v.qname() in want]


def _used(targets: list[Any]) -> set[str]:
    return {ref.var().qname() for v in targets for ref in v.rhs().references()}


def python_source(path: Path) -> str:
    """The text of `<name>_gen.py` for a `.mmt` file."""
    text = path.read_text("utf-8")
    model = read(path)
    units = Units(text)
    kinds = _sorted(model)
    writer = _Python()
    writer.set_lhs_function(_name)

    def code(v: Any) -> str:
        return str(writer.ex(v.rhs())).replace("math.", "")

    where = {v.qname(): f"c[{i}]" for i, v in enumerate(kinds["constant"] + kinds["derived"])}
    states = {v.qname(): f"y[{i}]" for i, v in enumerate(kinds["state"])}
    time = {v.qname(): "t" for v in kinds["time"]}

    def unpack(targets: list[Any]) -> list[str]:
        used = _used(targets)
        table = {**time, **states, **where}
        return [f"{n.replace('.', '_')} = {table[n]}" for n in sorted(used & set(table))]

    def assign(v: Any) -> str:
        return f"{_ident(v)} = {code(v)}  # {units(v.unit())}"

    prepare = []
    if kinds["derived"]:
        own = {v.qname() for v in kinds["derived"]}
        filled = {where[n] for n in own}
        prepare += [s for s in unpack(kinds["derived"]) if s.split(" = ")[1] not in filled]
        for v in kinds["derived"]:
            prepare += [assign(v), f"{where[v.qname()]} = {_ident(v)}"]
    need = _needed(kinds["state"], kinds["variable"])
    rhs = unpack(need + kinds["state"]) + [assign(v) for v in need]
    rhs += [f"dy[{i}] = {code(v)}" for i, v in enumerate(kinds["state"])]
    monitor = unpack(kinds["variable"])
    for i, v in enumerate(kinds["variable"]):
        monitor += [assign(v), f"out[{i}] = {_ident(v)}"]
    bodies = "\n".join(prepare + rhs + monitor)
    functions = ("exp", "log", "log10", "sqrt", "floor", "ceil", "sin", "cos", "tan", "atan")
    used = [f for f in functions if re.search(rf"\b{f}\(", bodies)]
    lines = _head(model, path, kinds, used)
    heads = (
        ("prepare(c: Array)", "Fill in the constants that follow from others."),
        ("rhs(t: float, y: Array, c: Array, dy: Array)", "Time derivatives of the states."),
        ("monitor(t: float, y: Array, c: Array, out: Array)", "Every other quantity."),
    )
    for (head, doc), body in zip(heads, (prepare, rhs, monitor), strict=True):
        lines += ["", "", f"def {head} -> None:", f'    """{doc}"""']
        lines += [f"    {line}" for line in body]
    return "\n".join(lines) + "\n"


def _head(model: Any, path: Path, kinds: dict[str, list[Any]], used: list[str]) -> list[str]:
    text = path.read_text("utf-8")
    units = Units(text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    meta = {k: " ".join(str(v).split()) for k, v in sorted(model.meta.items())}
    lines = [
        f'"""Written from {path.name} by scripts/build_models.py. Change the model, not this."""',
        "",
    ]
    if used:
        lines += [f"from math import {', '.join(used)}", ""]
    lines += ["import numpy as np", "from numpy.typing import NDArray", ""]
    lines += ["Array = NDArray[np.float64]", f"NAME = {path.stem!r}", f"DIGEST = {digest!r}"]
    lines += ["META = {", *(f"    {k!r}: {v!r}," for k, v in meta.items()), "}"]
    unit = units(kinds["time"][0].unit()) if kinds["time"] else ""
    lines += [f"TIME_UNIT = {unit!r}"]
    for kind, title in (
        ("state", "STATES"),
        ("constant", "CONSTANTS"),
        ("derived", "DERIVED"),
        ("variable", "VARIABLES"),
    ):
        rows = [f"    {_row(v, kind, units)!r}," for v in kinds[kind]]
        lines += [f"{title}: list[tuple[object, ...]] = [", *rows, "]"]
    return lines


def equations(path: Path) -> str:
    """The manual's page of a model: header, constants with sources, equations as LaTeX."""
    model = read(path)
    kinds = _sorted(model)
    units = Units(path.read_text("utf-8"))
    writer = _Latex(units)

    def symbol(lhs: Any) -> str:
        name = lhs.var().name().replace("_", r"\_")
        text = rf"\mathrm{{{name}}}"
        return rf"\frac{{d\,{text}}}{{dt}}" if lhs.is_derivative() else text

    writer.set_lhs_function(symbol)
    meta = model.meta
    lines = [f"# {meta.get('title', path.stem)}", "", " ".join(str(meta.get("desc", "")).split())]
    for key, label in (
        ("source", "Sources"),
        ("validity", "Valid for"),
        ("cannot_know", "What it cannot know"),
        ("note", "Note"),
    ):
        if meta.get(key):
            lines += ["", f"**{label}:** {' '.join(str(meta[key]).split())}"]
    lines += ["", f"Written from `{path.name}`; every unit is checked.", "", "## Constants", ""]
    lines += ["| name | value | unit | range | status | checked | source | what it is |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for v in kinds["constant"]:
        m = {k: " ".join(str(v.meta.get(k, "")).split()) for k in META_OF_CONSTANT}
        span = f"{m['low']} to {m['high']}" if m["low"] or m["high"] else ""
        cells = [f"`{v.qname()}`", f"{v.eval():g}", units(v.unit()), span, m["status"]]
        lines += ["| " + " | ".join([*cells, m["verified"], m["source"], m["desc"]]) + " |"]
    lines += ["", "## Equations", ""]
    for v in kinds["derived"] + kinds["variable"] + kinds["state"]:
        desc = " ".join(str(v.meta.get("desc", "")).split())
        src = str(v.meta.get("source", ""))
        tail = "; ".join(x for x in (desc, f"source: {src}" if src else "") if x)
        lines += [f"`{v.qname()}` [{units(v.unit())}]" + (f" - {tail}" if tail else ""), ""]
        lines += ["$$", f"{symbol(v.lhs())} = {writer.ex(v.rhs())}", "$$", ""]
    return "\n".join(lines).rstrip() + "\n"


SBML = "http://www.sbml.org/sbml/level3/version2/core"
MATHML = "http://www.w3.org/1998/Math/MathML"
TIME = "http://www.sbml.org/sbml/symbols/time"


def _mend_sbml(path: Path) -> None:
    """Make Myokit's SBML valid.

    Its exporter leaves out `listOfUnits`, required attributes, and that a unit's multiplier is
    raised to the unit's exponent, and names time as if it were a quantity.
    """
    ElementTree.register_namespace("", SBML)
    ElementTree.register_namespace("mathml", MATHML)
    tree = ElementTree.parse(path)
    for definition in tree.iter(f"{{{SBML}}}unitDefinition"):
        units = list(definition)
        box = ElementTree.SubElement(definition, f"{{{SBML}}}listOfUnits")
        for unit in units:
            definition.remove(unit)
            exponent = float(unit.get("exponent", "1"))
            multiplier = float(unit.get("multiplier", "1")) ** (1 / exponent)
            unit.set("multiplier", repr(multiplier))
            unit.set("exponent", repr(exponent))
            unit.set("scale", "0")
            box.append(unit)
    for parameter in tree.iter(f"{{{SBML}}}parameter"):
        parameter.set("constant", parameter.get("constant", "false"))
        parameter.set("units", parameter.get("units", "dimensionless"))
    for ci in tree.iter(f"{{{MATHML}}}ci"):
        if (ci.text or "").strip() == TIME:  # time is a symbol of SBML, not a quantity
            ci.tag = f"{{{MATHML}}}csymbol"
            ci.set("encoding", "text")
            ci.set("definitionURL", TIME)
            ci.text = "time"
    tree.write(path, "utf-8", xml_declaration=True)


def export(path: Path, folder: Path) -> list[Path]:
    """SBML (level 3) and CellML (2.0) files of a model, written into `folder`."""
    model = read(path)
    model.set_name(f"{path.stem}_model")  # a quantity may be called like the file
    out = []
    for kind, ending in (("sbml", ".sbml"), ("cellml2", ".cellml")):
        target = folder / f"{path.stem}{ending}"
        myokit.formats.exporter(kind).model(str(target), model)
        out.append(target)
    _mend_sbml(out[0])
    return out
