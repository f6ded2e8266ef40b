"""Putting a fault into modules that are already imported, wherever they are in use."""

from __future__ import annotations
import __future__

import ast
import sys
from types import FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

FUTURE = __future__.annotations.compiler_flag


class NotPlantedError(Exception):
    """A fault that cannot be put into what is already imported."""


def plant(module: ModuleType, statement: ast.stmt, beside: dict[str, Any] | None = None) -> None:
    """Replace what the statement defines, in place: everyone who imported it has the fault.

    Args:
        module: Where it is defined.
        statement: The definition with the fault.
        beside: What else the module is to hold by these names, since the fault needs it.
    """
    vars(module).update(beside or {})
    source = ast.Module([statement], [])
    code = compile(source, str(module.__file__), "exec", flags=FUTURE, dont_inherit=True)
    made = dict(vars(module))
    exec(code, made)  # noqa: S102  the module's own source, with one fault
    for name, new in made.items():
        old = vars(module).get(name)
        if new is not old:
            _replace(name, old, new)
    forget_answers()


def forget_answers() -> None:
    """Empty the caches of the pipeline and its tests."""
    for name, module in [*sys.modules.items()]:
        if name.startswith(("pipeline", "tests")):
            for value in [*vars(module).values()]:
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def _replace(name: str, old: Any, new: Any) -> None:
    if isinstance(old, type):
        for attribute, value in vars(new).items():
            _replace_attribute(old, attribute, value)
    elif isinstance(_plain(old), FunctionType):
        _replace_code(_plain(old), _plain(new))
    else:
        for module in [*sys.modules.values()]:
            held = getattr(module, "__dict__", {})
            if name in held and held[name] is old:
                held[name] = new


def _replace_attribute(owner: type, attribute: str, new: Any) -> None:
    old, new_code = _plain(vars(owner).get(attribute)), _plain(new)
    if isinstance(old, FunctionType) and isinstance(new_code, FunctionType):
        _replace_code(old, new_code)
    elif isinstance(new, (bool, int, float, str, tuple)) and not attribute.startswith("__"):
        setattr(owner, attribute, new)


def _replace_code(old: FunctionType, new: FunctionType) -> None:
    if old.__code__.co_freevars != new.__code__.co_freevars:
        raise NotPlantedError(old.__qualname__)
    old.__code__ = new.__code__
    old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
    for before, after in zip(old.__closure__ or (), new.__closure__ or (), strict=True):
        if not isinstance(before.cell_contents, type):  # `__class__` stays the class in use
            before.cell_contents = after.cell_contents


def _plain(value: Any) -> Any:
    """The function inside of a method, a property, a cache."""
    for wrapper in ("__func__", "fget", "func", "__wrapped__"):
        if not isinstance(value, FunctionType) or wrapper == "__wrapped__":
            value = getattr(value, wrapper, value)
    return value
