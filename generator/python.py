"""What the generated package will contain: every string already spelled as Python.

Templates print this and decide nothing; `diff` compares two to say what changes for callers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .documents import Documents as Documents
from .documents import Lines as Lines

WIDTH = 88
"""black's default line length: the output must not change where a partner runs black."""


def columns(line: str) -> int:
    """How wide a line is: black counts the wide characters of East Asian scripts twice."""
    if line.isascii():
        return len(line)
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldModel:
    """One attribute of a dataclass. `default` is "" for a required one."""

    name: str
    wire_name: str
    annotation: str
    default: str = ""
    required: bool = True
    sensitive: bool = False
    definition: Lines
    docstring: Lines = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClass:
    """A dataclass with its decoder, encoder and shape.

    `typed_dict` names the `TypedDict` that callers may write instead of the dataclass, "" when
    the model is never sent. `factory` is its function in `testing`, () when it has no example.
    `extra` is the attribute that keeps members without a field, and its annotation, None when
    the model keeps none; `constants` stand before the class.
    """

    id: str
    name: str
    module: str
    fields: tuple[FieldModel, ...]
    docstring: Lines
    extra: FieldModel | None
    constants: Lines
    decode: Lines
    late_imports: Lines
    encode: Lines
    shape: Lines
    typed_dict: str
    typed_dict_head: Lines
    typed_dict_fields: Lines
    factory: Lines
    imports: Lines
    typing_imports: Lines
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumMember:
    """One value; `definition` is its assignment within the class, `docstring` what is said of it."""

    name: str
    value: str | int
    definition: Lines
    docstring: Lines = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumClass:
    """An open enumeration; `decoder` defines the function that reads one.

    `like` is the alias that arguments take, it or one of its values; "" when it is never sent.
    """

    id: str
    name: str
    module: str
    base: str
    members: tuple[EnumMember, ...]
    decoder: Lines
    docstring: Lines
    like: str
    like_definition: Lines
    imports: Lines
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionClass:
    """An alias for a choice of types, and the `Kind` that tells them apart.

    `variants` spells each type of the choice; `like` names the wider alias that arguments take,
    "" when it is never sent or takes nothing more.
    """

    id: str
    name: str
    module: str
    variants: tuple[str, ...]
    definition: Lines
    docstring: Lines
    like: str
    like_definition: Lines
    late_imports: Lines
    found: Lines
    kind: Lines
    imports: Lines
    typing_imports: Lines
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterModel:
    """One argument of a method. `default` is "" for a required one."""

    name: str
    wire_name: str
    annotation: str
    default: str = ""
    positional: bool = False
    doc: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeAnswer:
    """What the fake API answers to an operation; `example` is () for an empty body.

    `media_type` is a Python expression, "" for JSON. `beyond` is what is behind the only page of
    a listing, `stream` are the arguments of a stream; both may be ().
    """

    status: int
    example: Lines
    media_type: str = ""
    beyond: Lines = ()
    stream: Lines = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodModel:
    """One method of a resource, in its spellings; all but the first two may be ().

    `streams` says that it returns a stream, `is_second` that the operation has another method, too.
    `call` is how a user writes it: `client.appointments.confirm`. `builder` is the function that makes
    its `Call`, `headers` the class of what its answers have, `answer` what the fake API answers;
    `summary` is one line of Markdown, `example` a program's call with its imports, `reference` all
    that the reference says of it.
    """

    id: str
    name: str
    call: str
    http_method: str
    path: str
    parameters: tuple[ParameterModel, ...]
    returns: str
    paginated: bool
    streams: bool
    is_second: bool
    builder: Lines
    headers: Lines
    sync_method: Lines
    async_method: Lines
    raw_sync: Lines
    raw_async: Lines
    streamed_sync: Lines
    streamed_async: Lines
    answer: FakeAnswer
    summary: str
    origin: str
    example: Lines = ()
    reference: Lines = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceModel:
    """`client.<attribute>`: one module with its builders and its classes; `summary` is Markdown."""

    attribute: str
    name: str
    module: str
    methods: tuple[MethodModel, ...]
    docstring: Lines
    imports: Lines
    constants: Lines
    doc: str
    summary: str

    @property
    def async_name(self) -> str:
        return f"Async{self.name}"

    @property
    def has_streamed(self) -> bool:
        """Whether a method's answer can be read piece by piece."""
        return any(method.streamed_sync for method in self.methods)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentModel:
    """A named server; the first three are Python expressions, `entry` all of them in a dict."""

    name: str
    url: str
    key_prefix: str
    entry: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceAttribute:
    """A resource as an attribute of one client class.

    `head` begins its definition, `imports` gets its class, whose name is `type`.
    """

    type: str
    head: Lines
    imports: Lines
    docstring: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientClass:
    """One of the two client classes, and the words in which they differ.

    `fake` begins the method of the fake API that makes such a client.
    """

    name: str
    fake: Lines
    docstring: Lines
    transport: str
    http_client: str
    keyword: str
    wait: str
    enter: str
    exit: str
    resources: tuple[ResourceAttribute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientModel:
    """Both client classes, and what they share.

    `imports` begin their module, `typing_imports` are for annotations only, `own_import` is how
    others import the two. `key_variable` is a Python expression, `None` for an API without a key. `own_parameters`
    and `own_arguments` are the lines of those constructor arguments that depend on the API.
    `schemes` define how it authenticates where that is not one key, `signer` where a key goes;
    `credential_variables` are arguments and the environment variables they are read from.
    """

    name: str
    error: str
    error_definition: Lines
    imports: Lines
    typing_imports: Lines
    own_import: Lines
    key_variable: str
    environments: tuple[EnvironmentModel, ...]
    own_parameters: Lines
    own_arguments: Lines
    schemes: Lines
    signer: Lines
    fake_credentials: Lines
    credential_variables: tuple[tuple[str, str], ...]
    classes: tuple[ClientClass, ...]

    @property
    def async_name(self) -> str:
        return f"Async{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClass:
    """A message that the API sends, as a class; `id` and `method` are Python expressions.

    `head` and `kind_head` begin the class and its method, `kind` is the body of the method after
    its `late_imports`, `known` the row of the table that tells events apart.
    """

    id: str
    name: str
    method: str
    annotation: str
    head: Lines
    docstring: Lines
    kind_head: Lines
    late_imports: Lines
    kind: Lines
    known: Lines
    doc: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksModule:
    """The module of all events; `variable` is read for the secret where none is given."""

    events: tuple[EventClass, ...]
    imports: Lines
    typing_imports: Lines
    definition: Lines
    variable: str
    public_names: tuple[str, ...]

    @property
    def all_imports(self) -> Lines:
        late = (line for event in self.events for line in event.late_imports)
        return (*self.imports, *late)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow:
    """One line of `python -m <package> operations`: `path` as described, `route` as sent."""

    id: str
    method: str
    path: str
    route: str
    call: str
    is_second: bool
    answer: FakeAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A public name, the module that defines it, and the statement that exports it."""

    name: str
    module: str
    statement: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageModel:
    """The whole package.

    `banner` is the comment at the head of every module, `version` a Python expression,
    `testing_imports` are what `testing` imports where the API needs it, `unused` files of the
    templates that this package does without.
    """

    name: str
    title: str
    version: str
    banner: str
    docstring: Lines
    client: ClientModel
    resources: tuple[ResourceModel, ...]
    models: tuple[ModelClass, ...]
    enums: tuple[EnumClass, ...]
    unions: tuple[UnionClass, ...]
    model_exports: tuple[Export, ...]
    exports: tuple[Export, ...]
    public_names: tuple[str, ...]
    operations: tuple[OperationRow, ...]
    examples: Lines
    documents: Documents
    testing_imports: Lines = ()
    webhooks: WebhooksModule | None = None
    unused: tuple[str, ...] = ()

    @property
    def row_type(self) -> str:
        """The annotation of the table of operations, "" where its rows say as much."""
        return ": list[dict[str, str | bool]]" if self.webhooks else ""

    @property
    def submodules(self) -> str:
        """The modules that callers name, as a Python expression."""
        more = ', "webhooks"' if self.webhooks else ""
        return f'("errors", "models", "testing"{more})'
