"""An operation's parts -> the arguments of its method, and the call that they make."""

from __future__ import annotations

import pytest

from tests.support.snippets import method

ID = "{name: id, in: path, required: true, schema: {type: string}}"
NO_CONTENT = 'responses: {"204": {description: ""}}'


def arguments(operation: str, path: str = "/things/{id}") -> list[str]:
    """The method's arguments but `self`, as they are written."""
    found = method(operation, path)
    shown, named = [], False
    for parameter in found.parameters:
        if not parameter.positional and not named:
            shown.append("*")
            named = True
        default = f" = {parameter.default}" if parameter.default else ""
        shown.append(f"{parameter.name}: {parameter.annotation}{default}")
    return shown


PARAMETERS = [
    ("in: cookie, schema: {type: string}", "value: str | None = None"),
    ("in: query, schema: {type: string}", "value: str | None = None"),
    ("in: query, required: true, schema: {type: string}", "value: str"),
    ("in: header, schema: {type: integer}", "value: int | None = None"),
    ("in: query, schema: {type: [string, 'null']}", "value: str | None = None"),
    ("in: query, required: true, schema: {type: [string, 'null']}", "value: str | None"),
    ("in: query, schema: {type: string, format: date-time}", "value: datetime | None = None"),
    ("in: query, schema: {$ref: '#/components/schemas/Kind'}", "value: KindLike | None = None"),
    ("in: query, schema: {type: array, items: {$ref: '#/components/schemas/Kind'}}", "value: Sequence[KindLike] | None = None"),
    ("in: query, schema: {type: boolean, default: true}", "value: bool | None = None"),
    ("in: query, required: true, schema: {const: a}", 'value: Literal["a"] = "a"'),
    ("in: query, schema: {}", "value: Any = None"),
    ("in: query, x-sdk-name: other, schema: {type: string}", "other: str | None = None"),
]  # fmt: skip


@pytest.mark.parametrize(("parameter", "argument"), PARAMETERS)
def test_parameters(parameter: str, argument: str) -> None:
    shown = arguments(f"parameters: [{ID}, {{name: value, {parameter}}}]\n{NO_CONTENT}")
    assert shown == ["id: str", "*", argument]


@pytest.mark.parametrize(
    ("wire_name", "argument"),
    [
        ("starting-after", "starting_after"),
        ("startingAfter", "starting_after"),
        ("created[gte]", "created_gte"),
        ("from", "from_"),
        ("self", "self_"),
        ("class", "class_"),
        ("2fa", "n2fa"),
        ("list", "list_"),
        ("id_", "id"),
        ("X-Request-ID", "x_request_id"),
        ("$filter", "filter"),
        ("%", "argument"),
    ],
)
def test_names_of_arguments(wire_name: str, argument: str) -> None:
    shown = arguments(
        f'parameters: [{{name: "{wire_name}", in: query, schema: {{type: string}}}}]\n'
        + NO_CONTENT,
        "/things",
    )
    assert shown == ["*", f"{argument}: str | None = None"]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ('description: "Makes one.\\n\\nFor ever."', ["Makes one.", "", "For ever."]),
        ('summary: Makes one\ndescription: "Makes one."', ["Makes one"]),
        (
            'summary: Make one.\ndescription: "Makes one.\\r\\n\\r\\nFor ever."',
            ["Make one.", "", "Makes one.", "", "For ever."],
        ),
        ('summary: "Make one.\\n\\nMore."', ["Make one.", "", "More."]),
    ],
)
def test_what_an_operation_does_is_said_once(said: str, lines: list[str]) -> None:
    found = method(f"{said}\n{NO_CONTENT}", "/things")
    text = "\n".join(found.sync_method)
    doc = text.partition('"""')[2].partition("`POST /things`")[0]
    assert [line.strip() for line in doc.strip().splitlines()] == lines


@pytest.mark.parametrize(
    ("said", "summary"),
    [
        ("summary: Makes one\ndescription: Else.", "Makes one"),
        ("description: Makes one. For ever.", "Makes one."),
        ("tags: [a]", "Do it"),
    ],
)
def test_tables_say_in_a_sentence_what_an_operation_does(
    said: str, summary: str
) -> None:
    assert method(f"{said}\n{NO_CONTENT}", "/things").summary == summary


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("200 response for delete_thing", False),
        ("HTTP 200: OK", False),
        ("Successful response.", False),
        ("The thing that was deleted", True),
        ("200 things at most", True),
    ],
)
def test_what_says_nothing_of_a_result_is_left_out(said: str, is_told: bool) -> None:
    answer = "content: {application/json: {schema: {type: string}}}"
    responses = f'responses: {{"200": {{description: "{said}", {answer}}}}}'
    found = method(responses, "/things")
    assert ("Returns:" in "\n".join(found.sync_method)) is is_told


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        ("schema: {$ref: '#/components/schemas/Told'}", "A thing that has words."),
        (
            "schema: {type: array, items: {$ref: '#/components/schemas/Told'}}",
            "A thing that has words.",
        ),
        (
            "description: Its own., schema: {$ref: '#/components/schemas/Told'}",
            "Its own.",
        ),
        ("schema: {$ref: '#/components/schemas/Other'}", ""),
    ],
)
def test_what_a_place_does_not_say_of_an_argument_its_type_does(
    parameter: str, said: str
) -> None:
    found = method(f"""
parameters: [{ID}, {{name: value, in: query, {parameter}}}]
{NO_CONTENT}
""")
    assert found.parameters[1].doc == said


def test_parameters_of_one_name_say_where_they_stand() -> None:
    places = "path", "query", "header", "cookie"
    written = ", ".join(
        f"{{name: from, in: {place}, required: true, schema: {{type: string}}}}"
        for place in places
    )
    shown = arguments(f"parameters: [{written}]\n{NO_CONTENT}", "/{from}")
    assert shown == [
        "from_: str",
        "*",
        "from_query: str",
        "from_header: str",
        "from_cookie: str",
    ]


def test_a_parameter_may_be_called_what_the_body_is_called() -> None:
    written = "{name: the body, in: query, schema: {type: string}}"
    shown = arguments(
        f"parameters: [{written}]\n"
        "requestBody: {content: {application/json: {schema: {type: string}}}}\n"
        + NO_CONTENT,
        "/things",
    )
    assert shown == [
        "*",
        "body: str | Unset = UNSET",
        "the_body: str | None = None",
    ]


def test_path_arguments_are_positional_in_the_order_of_the_path() -> None:
    shown = arguments(
        "parameters:\n"
        "- {name: limit, in: query, schema: {type: integer}}\n"
        "- {name: b, in: path, required: true, schema: {type: string}}\n"
        "- {name: a, in: path, required: true, schema: {const: x}}\n" + NO_CONTENT,
        "/{a}/{b}",
    )
    assert shown == ['a: Literal["x"]', "b: str", "*", "limit: int | None = None"]


def test_required_arguments_come_before_optional_ones_and_the_body_first() -> None:
    operation = f"""
parameters:
- {{name: q, in: query, schema: {{type: string}}}}
- {{name: r, in: query, required: true, schema: {{type: string}}}}
requestBody:
  required: true
  content:
    application/json:
      schema:
        type: object
        required: [b]
        properties: {{a: {{type: string}}, b: {{type: string}}}}
{NO_CONTENT}"""
    assert arguments(operation, "/things") == [
        "*",
        "b: str",
        "r: str",
        "a: str | None = None",
        "q: str | None = None",
    ]


BODIES = [
    (
        "true",
        "{type: array, items: {type: integer}}",
        "body: Sequence[int]",
        "body=list(body)",
    ),
    (
        "true",
        "{type: array, items: {$ref: '#/components/schemas/Other'}}",
        "body: Sequence[Other | OtherDict]",
        "body=[item.to_dict() for item in codec.ListOf(codec.ModelOf(Other)).adopt(body)]",
    ),
    ("false", "{type: string}", "body: str | Unset = UNSET", "body=body"),
    (
        "false",
        "{$ref: '#/components/schemas/Other'}",
        "body: Other | OtherDict | Unset = UNSET",
        "body=UNSET if body is UNSET else codec.as_model(Other, body).to_dict()",
    ),
    (
        "true",
        "{type: string, format: date}",
        "body: date",
        "body=codec.format_date(body)",
    ),
    ("true", "{}", "body: Any", "body=body"),
]


@pytest.mark.parametrize(("required", "schema", "argument", "call"), BODIES)
def test_bodies_that_are_one_argument(
    required: str, schema: str, argument: str, call: str
) -> None:
    operation = (
        f"parameters: [{ID}]\n"
        f"requestBody: {{required: {required}, content: {{application/json: {{schema: {schema}}}}}}}\n"
        + NO_CONTENT
    )
    assert arguments(operation) == ["id: str", "*", argument]
    builder = " ".join(line.strip() for line in method(operation).builder)
    for spread, tight in (("body=( ", "body="), ("body=[ ", "body=["), (" ],", "],")):
        builder = builder.replace(spread, tight)
    assert call in builder


def test_a_body_is_flattened_into_its_fields() -> None:
    operation = f"""
parameters: [{ID}]
requestBody:
  required: true
  content: {{application/json: {{schema: {{$ref: '#/components/schemas/Other'}}}}}}
{NO_CONTENT}"""
    # `id` of the path and of the body cannot both be arguments.
    assert arguments(operation) == ["id: str", "*", "body: Other | OtherDict"]
    free = operation.replace(f"parameters: [{ID}]", "")
    assert arguments(free, "/things") == ["*", "id: str"]
    builder = method(free, "/things").builder
    assert "    body = Other(id=id)" in builder
    assert "        body=body.to_dict()," in builder


def test_a_body_of_which_nothing_is_said_is_required_where_its_object_asks_for_members() -> (
    None
):
    operation = f"""
requestBody:
  content: {{application/json: {{schema: {{$ref: '#/components/schemas/Other'}}}}}}
{NO_CONTENT}"""
    assert arguments(operation, "/things") == ["*", "id: str"]
    optional = operation.replace("requestBody:", "requestBody:\n  required: false")
    assert arguments(optional, "/things") == [
        "*",
        "body: Other | OtherDict | Unset = UNSET",
    ]


@pytest.mark.parametrize(
    "schema",
    [
        "{type: object, properties: {a: {type: string}}}",
        "{type: object, required: [a], properties: {a: {type: string, readOnly: true}}}",
        "{type: array, items: {$ref: '#/components/schemas/Other'}}",
        "{anyOf: [{$ref: '#/components/schemas/Other'}, {$ref: '#/components/schemas/Told'}]}",
        "{type: [object, 'null'], required: [a], properties: {a: {type: string}}}",
    ],
)
def test_a_body_that_asks_for_no_members_may_be_left_out(schema: str) -> None:
    operation = f"""
requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
{NO_CONTENT}"""
    assert all("=" in argument for argument in arguments(operation, "/things")[1:])


RETURNS = [
    ('"204": {description: ""}', "None"),
    ('"404": {description: ""}', "None"),
    ("{}", "None"),
    ('"200": &a {content: {application/json: {schema: {type: string}}}}', "str"),
    ('"200": &a {content: {application/vnd.x+json; a=b: {schema: {type: string}}}}', "str"),
    ('"200": &a {content: {text/plain: {schema: {type: string}}}}', "str"),
    ('"200": &a {content: {image/png: {}}}', "bytes"),
    ('default: &a {content: {application/json: {schema: {type: integer}}}}', "int"),
    ('2XX: &a {content: {application/json: {schema: {type: [string, "null"]}}}}', "str | None"),
    ('"201": &a {content: {application/json: {}}}', "Any"),
    ("'200': &a {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Other'}}}}}", "list[Other]"),
    ("'200': &a {content: {application/json: {schema: {$ref: '#/components/schemas/Kind'}}}}", "Kind"),
]  # fmt: skip


@pytest.mark.parametrize(("responses", "returns"), RETURNS)
def test_results(responses: str, returns: str) -> None:
    written = "{}" if responses == "{}" else f"{{{responses}}}"
    assert method(f"responses: {written}", "/things").returns == returns


def test_the_result_is_that_of_any_success_and_the_lowest_is_the_example() -> None:
    content = "content: {application/json: {schema: {type: %s}}}"
    found = method(
        "responses:\n"
        f"  default: {{{content % 'boolean'}}}\n"
        f'  "202": {{{content % "integer"}}}\n'
        f'  "201": {{{content % "string"}}}\n',
        "/things",
    )
    assert found.returns == "str | int"
    assert found.answer.status == 201


@pytest.mark.parametrize("name", ["Idempotency-Key", "x-idempotency-key"])
def test_a_header_for_idempotency_keys_makes_a_post_repeatable(name: str) -> None:
    header = f"{{name: {name}, in: header, schema: {{type: string}}}}"
    found = method(f"parameters: [{header}]\n{NO_CONTENT}", "/things")
    assert f'        idempotency_header="{name}",' in found.builder
    assert "with the same idempotency key" in " ".join(
        " ".join(found.sync_method).split()
    )


def test_another_header_does_not() -> None:
    header = "{name: X-Request-Id, in: header, schema: {type: string}}"
    found = method(f"parameters: [{header}]\n{NO_CONTENT}", "/things")
    assert "idempotency_header" not in "".join(found.builder)
    in_query = header.replace("in: header", "in: query").replace(
        "X-Request-Id", "Idempotency-Key"
    )
    found = method(f"parameters: [{in_query}]\n{NO_CONTENT}", "/things")
    assert "idempotency_header" not in "".join(found.builder)
