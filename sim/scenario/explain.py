"""From what the records refuse to problems with a place, what is allowed, and what was likeliest meant."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from sim.errors import Problem, nearest
from sim.scenario import base
from sim.scenario.fields import bare, below, choices, fields_of
from sim.scenario.position import Node, place, problem_at

_PATTERNS = {
    base.PARTY_ID: "allowed: 2 to 12 capitals, digits or _, a capital first, such as USA",
    base.ITEM_ID: "allowed: 1 to 48 small letters, digits or _, a letter first",
    base.VENUE_ID: "allowed: 1 to 32 letters, digits or _, a letter first",
    base.ACTOR_ID: "allowed: a party, or PARTY.RATIFIER",
    base.OFFER_ID: "allowed: capitals and digits, a capital first, such as O12",
    base.NAME: "allowed: a name of letters, digits or _, such as HoldingState",
}
_TYPES = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "{} or more"),
    "less_than_equal": ("le", "at most {}"),
    "greater_than": ("gt", "more than {}"),
    "less_than": ("lt", "less than {}"),
}


def shown(value: Any) -> str:
    """Return a value as an error shows it: short, on one line.

    Examples
    --------
    >>> shown(None), shown(True), shown([1])
    ('nothing (null)', 'true', 'a list')
    """
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list | tuple | BaseModel):
        return "a mapping" if isinstance(value, dict | BaseModel) else "a list"
    return f"{value!r:.60}"


def explain(error: ValidationError, root: type[BaseModel], tree: Node, under: tuple[str, ...] = ()) -> list[Problem]:
    """Return the problems behind a refusal.

    Parameters
    ----------
    error : pydantic.ValidationError
        The refusal.
    root : type
        The record that refused.
    tree : Node
        The merged tree of the whole file, for the places.
    under : tuple of str
        Path from the top of the file to the record.
    """
    return [_explain(line, root, tree, under) for line in error.errors(include_url=False)]


def _explain(line: Any, root: type[BaseModel], tree: Node, under: tuple[str, ...]) -> Problem:
    loc, kind, value, details = line["loc"], line["type"], line["input"], line.get("ctx", {})
    at_key = kind == "extra_forbidden" or loc[-1:] == ("[key]",)
    loc = loc[:-1] if loc[-1:] == ("[key]",) else loc
    above: Any = root
    for step in loc[:-1]:
        above = below(above, step)
    path = (*under, *loc)
    likeliest, mend = None, ""
    found = f"found {shown(value)}"
    if kind == "mistake":
        found, allowed, mend = details["found"], details["allowed"], details["mend"]
    elif kind == "extra_forbidden":
        known = list(fields_of(bare(above)[0]) or ())
        found, allowed = f"found the unknown field {loc[-1]!r:.60}", f"allowed: {', '.join(known)}"
        likeliest = nearest(str(loc[-1]), known)
    elif kind == "missing":
        found, allowed = f"found no field {loc[-1]!r}", "allowed: only with this field"
        mend = f"add {loc[-1]}:"
    elif kind == "literal_error":
        known = [str(word) for word in choices(_kind_at(above, loc, at_key))]
        allowed = f"allowed: {', '.join(known)}" if known else f"allowed: {details['expected']}"
        likeliest = nearest(str(value), known)
    elif kind == "string_pattern_mismatch":
        allowed = _PATTERNS.get(details["pattern"], f"allowed: {details['pattern']}")
    elif kind in _BOUNDS:
        name, phrase = _BOUNDS[kind]
        allowed = "allowed: " + phrase.format(f"{details[name]:g}")
    elif kind == "string_too_short":
        allowed = "allowed: text, not empty"
    elif kind == "too_short":
        found, allowed = f"{found} of {len(value)}", f"allowed: {details['min_length']} or more"
    else:
        allowed = f"allowed: {_TYPES[kind]}" if kind in _TYPES else f"allowed: {line['msg']}"
        mend = _mend(kind, value)
    return problem_at(place(tree, path, at_key), path, found, allowed, likeliest, mend)


def _kind_at(above: Any, loc: tuple[str | int, ...], at_key: bool) -> Any:
    if at_key:
        return get_args(bare(above)[0])[0]
    return below(above, loc[-1])


def _mend(kind: str, value: Any) -> str:
    if kind == "string_type" and isinstance(value, int | float):
        return "put it in quotes"
    if kind == "bool_type" and isinstance(value, str) and value.lower() in ("yes", "no", "on", "off", "y", "n"):
        return f"write {'true' if value.lower() in ('yes', 'on', 'y') else 'false'}"
    return ""
