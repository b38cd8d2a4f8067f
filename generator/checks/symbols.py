"""The Python names that a change of generated source touches."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def touched(before: str, after: str) -> tuple[str, ...]:
    """`+ Class.new`, `- Class.gone`, `~ Class.changed`: classes, functions, methods, constants.

    A class is named as changed only by its own head and fields; a method by its own name. A
    text that is not Python has no names.
    """
    try:
        old, new = dict(_names(ast.parse(before))), dict(_names(ast.parse(after)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    found: list[str] = []
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            found.append(f"+ {name}")
        elif name not in new:
            found.append(f"- {name}")
        elif old[name] != new[name]:
            found.append(f"~ {name}")
    return tuple(found)


def _names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.ClassDef():
                methods = [m for m in node.body if isinstance(m, _FUNCTIONS)]
                rest = [m for m in node.body if not isinstance(m, _FUNCTIONS)]
                yield node.name, "\n".join(
                    map(ast.dump, [*node.bases, *node.decorator_list, *rest])
                )
                yield from (
                    (f"{node.name}.{method.name}", ast.dump(method))
                    for method in methods
                )
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, ast.dump(node)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(
                target=ast.Name(id=name)
            ):
                yield name, ast.dump(node)
            case _:
                pass


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
