"""Type expressions to Python: annotations, decoding and encoding expressions, runtime kinds.

One class holds all four spellings of a type, because they must agree: what the decoder lets
through is what the annotation promises and what the encoder writes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from ..expressions import (
    Anything,
    Binary,
    Constant,
    ListOf,
    MapOf,
    Nullable,
    OneOf,
    Primitive,
    Ref,
    Scalar,
    TupleOf,
    TypeExpr,
    is_flat,
)
from .declared import Declared
from .imports import Imports
from .layout import Comprehension, Conditional, Expression
from .literals import is_quotable, literal
from .scalars import SCALARS, ScalarSpelling


@dataclass(slots=True)
class Speller:
    """Spells types for one module, gathering the imports they need.

    `prefix` leads to `models` and `runtime` to `_runtime` in relative imports. `dates` is `dt.`
    where a field of the class is named like a class of `datetime`, else "". References to
    `late` declarations are imported for annotations only: the methods import them when called.
    `list_type` is how the built-in list is written where a method hides its name. `own` is the
    module that the code stands in, and `taken` its class names: a declaration of such a name
    is imported under another. `unions` are the variants of each union. Annotations `in_quotes`
    have only constants that can be quoted once more: there are no escapes in a quoted type.
    """

    declared: Mapping[str, Declared]
    imports: Imports
    typing_imports: Imports
    prefix: str
    runtime: str
    dates: str = ""
    list_type: str = "list"
    wide: bool = False
    own: str = ""
    taken: frozenset[str] = frozenset()
    unions: Mapping[str, tuple[TypeExpr, ...]] = field(
        default_factory=dict[str, tuple[TypeExpr, ...]]
    )
    in_quotes: bool = False
    late: frozenset[str] = frozenset()
    used_late: set[str] = field(default_factory=set)

    def scratch(self) -> Speller:
        """One whose spellings are looked at, not written: they import nothing."""
        return replace(self, imports=Imports(), typing_imports=Imports())

    def codec(self, name: str) -> str:
        """`codec.<name>`, the codec imported."""
        self.imports.name(self.runtime, "codec")
        return f"codec.{name}"

    def of_unions(self, name: str) -> str:
        """`unions.<name>`, the module imported: only packages with unions have it."""
        self.imports.name(self.runtime, "unions")
        return f"unions.{name}"

    def annotation(
        self, type_: TypeExpr, *, sent: bool = False, dicts: bool = False
    ) -> str:
        """The annotation of a value.

        One that is only `sent` takes more: literals for enumerations, any sequence or mapping.
        With `dicts`, typed dictionaries too.
        """
        match type_:
            case Primitive(scalar):
                return self._scalar(SCALARS[scalar])
            case Nullable(inner):
                return f"{self.annotation(inner, sent=sent, dicts=dicts)} | None"
            case ListOf(item):
                each = self.annotation(item, sent=sent, dicts=dicts)
                if sent:
                    return f"{self.imports.name('collections.abc', 'Sequence')}[{each}]"
                if "." in self.list_type:
                    self.imports.module("builtins")
                return f"{self.list_type}[{each}]"
            case TupleOf(items, rest):
                places = [self.annotation(i, sent=sent, dicts=dicts) for i in items]
                if rest is not None:
                    more = self.annotation(rest, sent=sent, dicts=dicts)
                    places.append(f"*tuple[{more}, ...]")
                return f"tuple[{', '.join(places)}]"
            case MapOf(value):
                each = self.annotation(value, sent=sent, dicts=dicts)
                if sent:
                    return f"{self.imports.name('collections.abc', 'Mapping')}[str, {each}]"
                return f"dict[str, {each}]"
            case Constant(None):
                return "None"
            case Constant(value) if self.in_quotes and not is_quotable(literal(value)):
                return type(value).__name__
            case Constant(value):
                return f"{self.imports.name('typing', 'Literal')}[{literal(value)}]"
            case OneOf(variants):
                return " | ".join(self._alternatives(variants, sent=sent, dicts=dicts))
            case Ref(target):
                return self._reference(target, sent=sent, dicts=dicts)
            case Anything():
                return self.imports.name("typing", "Any")
            case Binary() if sent:
                return self.typing_imports.name(f"{self.runtime}.upload", "FileInput")
            case Binary():
                return "bytes"
            case _:
                assert_never(type_)

    def _alternatives(
        self, variants: Sequence[TypeExpr], *, sent: bool, dicts: bool
    ) -> list[str]:
        """Each annotation once, constants in one `Literal`."""
        values = [v.value for v in variants if isinstance(v, Constant)]
        found: dict[str, None] = {}
        for variant in variants:
            if isinstance(variant, Constant):
                literals = ", ".join(map(literal, values))
                found[f"{self.imports.name('typing', 'Literal')}[{literals}]"] = None
            else:
                found[self.annotation(variant, sent=sent, dicts=dicts)] = None
        if self.is_open(variants):
            found[self._unknown()] = None
        return list(found)

    def _scalar(self, spelling: ScalarSpelling) -> str:
        written = self._python_type(spelling)
        return f"{written} | str" if spelling.or_text else written

    def _python_type(self, spelling: ScalarSpelling) -> str:
        if spelling.module == "datetime" and self.dates:
            self.imports.module("datetime as dt")
            return self.dates + spelling.annotation
        if spelling.module:
            return self.imports.name(spelling.module, spelling.annotation)
        return spelling.annotation

    def _reference(self, target: str, *, sent: bool, dicts: bool) -> str:
        found = self.declared[target]
        is_alias = found.is_enum or bool(found.kind)
        wider = found.input if (sent if is_alias else dicts) else ""
        if not wider:
            return self.symbol(target)
        imports = self.typing_imports if target in self.late else self.imports
        if found.module != self.own:
            imports.name(self.prefix + found.module, wider)
        return wider if is_alias else f"{self.symbol(target)} | {wider}"

    def _unknown(self) -> str:
        return self.typing_imports.name(f"{self.runtime}.unions", "UnknownVariant")

    def is_open(self, variants: Sequence[TypeExpr]) -> bool:
        """Whether values may arrive that are of none of the variants.

        That is so where several take objects, or several arrays: a fault in the only one that
        does is a fault.
        """
        found = [json for v in variants for json in self._containers(v)]
        return len(found) > len(set(found))

    def _containers(self, type_: TypeExpr) -> set[str]:
        """The JSON types, of those that hold other values, that values of a type have."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [type_]
        while waiting:
            match waiting.pop():
                case MapOf():
                    found.add("object")
                case ListOf() | TupleOf():
                    found.add("array")
                case Ref(target) if target in self.unions:
                    waiting += () if target in seen else self.unions[target]
                    seen.add(target)
                case Ref(target) if not self.declared[target].is_enum:
                    found.add("object")
                case _:
                    pass
        return found

    def symbol(self, target: str) -> str:
        """The class of a declaration, imported from its module."""
        found = self.declared[target]
        if target in self.late:
            self.used_late.add(target)
            self.typing_imports.name(self.prefix + found.module, found.name)
        elif found.name in self.taken:
            alias = f"{found.name}Model"
            self.imports.name(self.prefix + found.module, f"{found.name} as {alias}")
            return alias
        elif found.module != self.own:
            self.imports.name(self.prefix + found.module, found.name)
        return found.name

    def kind(self, type_: TypeExpr) -> str:
        """The runtime object that decodes any such value slowly, naming the path of a fault."""
        match type_:
            case Primitive(scalar):
                return self.codec(SCALARS[scalar].kind)
            case Nullable(inner):
                return self.codec(f"Nullable({self.kind(inner)})")
            case ListOf(item):
                return self.codec(f"ListOf({self.kind(item)})")
            case TupleOf(items, rest, least):
                arguments = [self.kind(item) for item in items]
                if rest is not None:
                    arguments.append(f"rest={self.kind(rest)}")
                if least:
                    arguments.append(f"least={least}")
                self.imports.name(self.runtime, "tuples")
                return f"tuples.TupleOf({', '.join(arguments)})"
            case MapOf(value):
                return self.codec(f"MapOf({self.kind(value)})")
            case Constant(value):
                return self.codec(f"Const({literal(value)})")
            case OneOf(variants):
                kinds = ", ".join(self.kind(v) for v in variants)
                return self.of_unions(f"OneOf({kinds})")
            case Ref(target) if self.declared[target].kind:
                return self.union_kind(target)
            case Ref(target):
                kind = "EnumOf" if self.declared[target].is_enum else "ModelOf"
                return self.codec(f"{kind}({self.symbol(target)})")
            case Anything() | Binary():
                return self.codec("ANYTHING")
            case _:
                assert_never(type_)

    def union_kind(self, target: str) -> str:
        """The constant that tells the variants of a union apart, imported from its module."""
        return self._beside(target, self.declared[target].kind)

    def _beside(self, target: str, name: str) -> str:
        """A name that the module of a declaration defines, imported from there."""
        module = self.declared[target].module
        if module != self.own:
            self.imports.name(self.prefix + module, name)
        return name

    def decoded(self, type_: TypeExpr, value: str) -> Expression:
        """An expression that turns the JSON value `value` into the Python value or raises."""
        match type_:
            case Primitive(scalar):
                spelling = SCALARS[scalar]
                return self.codec(f"{spelling.decode or spelling.checked}({value})")
            case Constant(None):
                return f"{self.kind(type_)}.read({value})"
            case Constant(constant):
                return self.codec(f"constant({value}, {type(constant).__name__})")
            case Ref(target) if self.declared[target].kind:
                return f"{self.union_kind(target)}.read({value})"
            case Ref(target) if self.declared[target].is_enum:
                return f"{self._beside(target, self.declared[target].decode)}({value})"
            case Ref(target):
                return f"{self.symbol(target)}.from_dict({value})"
            case Anything() | Binary():
                return value
            case Nullable(inner) if is_flat(inner):
                decoded = self.decoded(inner, "item")
                if str(decoded) == "item":
                    return value
                # Within a comprehension over items there is nothing to be named.
                item = "item" if value == "item" else f"(item := {value})"
                return Conditional("None", f"{item} is None", str(decoded))
            case ListOf(Primitive(Scalar.STRING)):
                return self.codec(f"strings({value})")
            case MapOf(Primitive(Scalar.STRING)):
                return self.codec(f"string_map({value})")
            case ListOf(item) if is_flat(item):
                items = f"for item in {self.codec('array')}({value})"
                return Comprehension("[", str(self.decoded(item, "item")), items, "]")
            case MapOf(inner) if is_flat(inner):
                items = f"for key, item in {self.codec('members')}({value})"
                return Comprehension(
                    "{", f"key: {self.decoded(inner, 'item')}", items, "}"
                )
            case _:
                return f"{self.kind(type_)}.read({value})"

    def encoded(self, type_: TypeExpr, value: str) -> Expression:
        """An expression that turns the Python value `value` into JSON."""
        match type_:
            case Primitive(scalar):
                encode = SCALARS[scalar].encode
                return f"{self._function(encode)}({value})" if encode else value
            case OneOf(variants):
                scratch = self.scratch()
                same = all(scratch.encoded(v, value) == value for v in variants)
                return value if same else self.of_unions(f"to_json({value})")
            case TupleOf():
                scratch = self.scratch()
                same = all(scratch.encoded(i, value) == value for i in type_.each)
                json = self.of_unions("to_json") if not same else "list"
                return f"{json}({value})"
            case Ref(target) if self.declared[target].kind:
                return f"{self.union_kind(target)}.encode({value})"
            case Ref(target):
                found = self.declared[target]
                return (
                    f"{found.base}({value})" if found.is_enum else f"{value}.to_dict()"
                )
            case Nullable(inner):
                encoded = str(self.encoded(inner, value))
                same = encoded == value
                return (
                    value if same else Conditional("None", f"{value} is None", encoded)
                )
            case ListOf(inner):
                each = str(self.encoded(inner, "item"))
                if each == "item":
                    return f"list({value})" if self.wide else value
                return Comprehension("[", each, f"for item in {value}", "]")
            case MapOf(inner):
                each = str(self.encoded(inner, "item"))
                if each == "item":
                    return f"dict({value})" if self.wide else value
                clause = f"for key, item in {value}.items()"
                return Comprehension("{", f"key: {each}", clause, "}")
            case _:
                return value

    def _function(self, name: str) -> str:
        return name if name == "str" else self.codec(name)
