"""Every rule of `diff`: id, level, who notices, the semver part it needs, and its meaning."""

from __future__ import annotations

from dataclasses import dataclass

from .families import FAMILIES, Noun
from .findings import Level, Semver, Side
from .grades import ADDS, BREAKS, NOTES, WARNS, Grade


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    id: str
    grade: Grade
    side: Side
    meaning: str

    @property
    def level(self) -> Level:
        return self.grade.value[0]

    @property
    def semver(self) -> Semver:
        return self.grade.value[1]


_NOUNS = {
    Noun.PARAMETER: "A request parameter",
    Noun.REQUEST_BODY: "The top of a request body",
    Noun.REQUEST_PROPERTY: "A property or item that is sent",
    Noun.RESPONSE_BODY: "The top of a response body",
    Noun.RESPONSE_PROPERTY: "A property or item that is received",
    Noun.RESPONSE_HEADER: "A response header",
}

# A parameter's default is what the server does for callers who leave it out.
_PARAMETER_GRADES = {
    "default-value-added": BREAKS,
    "default-value-changed": BREAKS,
    "default-value-removed": BREAKS,
}


def _families() -> list[Rule]:
    rows: list[Rule] = []
    for noun, text in _NOUNS.items():
        for change, sent, received, meaning in FAMILIES:
            grade = sent if noun.sent else received
            if noun is Noun.PARAMETER:
                grade = _PARAMETER_GRADES.get(change, grade)
            rows.append(
                Rule(f"{noun.value}-{change}", grade, Side.WIRE, f"{text}: {meaning}.")
            )
    return rows


_WIRE: tuple[tuple[str, Grade, str], ...] = (
    ("api-version-changed", NOTES, "`info.version` is another one."),
    ("api-version-decreased", NOTES, "`info.version` went down."),
    (
        "api-version-not-bumped",
        NOTES,
        "Something breaks and `info.version` is the same.",
    ),
    ("documentation-changed", NOTES, "Only text, examples or extensions differ."),
    ("unclassified-change", WARNS, "The documents differ where no rule looks."),
    (
        "api-schema-added",
        NOTES,
        "A schema was added that nothing in the old version matches.",
    ),
    ("api-schema-removed", NOTES, "A schema is gone and nothing took its place."),
    ("server-url-added", ADDS, "A server was added."),
    ("server-url-changed-or-removed", WARNS, "A server is gone."),
    ("server-variable-changed", WARNS, "A server variable has other values."),
    ("api-security-component-added", ADDS, "A security scheme was added."),
    ("api-security-component-removed", NOTES, "A security scheme is gone."),
    (
        "api-security-component-type-changed",
        BREAKS,
        "A security scheme has another type.",
    ),
    ("api-security-component-oauth-scope-added", NOTES, "An OAuth scope was added."),
    ("api-security-component-oauth-scope-removed", NOTES, "An OAuth scope is gone."),
    (
        "security-scheme-http-scheme-changed",
        BREAKS,
        "Another HTTP scheme (bearer, basic).",
    ),
    ("security-scheme-key-name-or-in-changed", BREAKS, "An API key travels elsewhere."),
    (
        "security-scheme-oauth-url-changed",
        WARNS,
        "An OAuth or OpenID URL is another one.",
    ),
    (
        "security-requirement-tightened",
        BREAKS,
        "Credentials that were enough are refused.",
    ),
    ("security-requirement-relaxed", NOTES, "Old credentials do, others do as well."),
    ("api-removed-without-deprecation", BREAKS, "An operation is gone."),
    ("api-removed-with-deprecation", WARNS, "A deprecated operation is gone."),
    ("endpoint-added", ADDS, "An operation was added."),
    ("endpoint-moved", BREAKS, "An operationId has another method or path."),
    ("endpoint-deprecated", ADDS, "An operation is marked deprecated."),
    ("endpoint-reactivated", NOTES, "An operation is no longer marked deprecated."),
    ("operation-id-changed", WARNS, "An operation has another operationId."),
    ("operation-tag-changed", WARNS, "An operation has another first tag."),
    ("path-parameter-renamed", NOTES, "A path parameter has another name."),
    ("webhook-added", ADDS, "A webhook was added."),
    ("webhook-removed", BREAKS, "A webhook is gone."),
    ("new-required-request-parameter", BREAKS, "A required parameter was added."),
    ("new-optional-request-parameter", ADDS, "An optional parameter was added."),
    ("request-parameter-removed", WARNS, "A parameter is gone."),
    ("request-parameter-became-required", BREAKS, "A parameter has to be sent now."),
    ("request-parameter-became-optional", ADDS, "A parameter may be left out now."),
    (
        "parameter-location-changed",
        BREAKS,
        "A parameter moved, as from query to header.",
    ),
    ("parameter-style-changed", BREAKS, "A parameter is written in another style."),
    (
        "parameter-explode-changed",
        BREAKS,
        "A parameter's lists are written another way.",
    ),
    (
        "parameter-allow-reserved-changed",
        WARNS,
        "Reserved characters are encoded or not.",
    ),
    ("parameter-allow-empty-value-added", ADDS, "An empty value is accepted now."),
    ("parameter-allow-empty-value-removed", BREAKS, "An empty value is refused now."),
    (
        "parameter-media-type-changed",
        BREAKS,
        "A parameter is written in another media type.",
    ),
    ("request-body-added-required", BREAKS, "A request body has to be sent now."),
    ("request-body-added-optional", ADDS, "A request body may be sent now."),
    ("request-body-removed", BREAKS, "The request body is gone."),
    ("request-body-became-required", BREAKS, "The request body has to be sent now."),
    ("request-body-became-optional", ADDS, "The request body may be left out now."),
    (
        "request-body-media-type-schema-added",
        BREAKS,
        "A request body has a schema now.",
    ),
    (
        "request-body-media-type-schema-removed",
        NOTES,
        "A request body has no schema now.",
    ),
    ("response-media-type-schema-added", NOTES, "A response body has a schema now."),
    ("response-media-type-schema-removed", WARNS, "A response body has no schema now."),
    (
        "request-body-media-type-added",
        ADDS,
        "A request may be sent in another media type.",
    ),
    (
        "request-body-media-type-removed",
        BREAKS,
        "A request's media type is refused now.",
    ),
    (
        "new-required-request-property",
        BREAKS,
        "A property has to be sent that was unknown.",
    ),
    ("new-optional-request-property", ADDS, "A property may be sent that was unknown."),
    ("request-property-removed", WARNS, "A property that was sent is unknown now."),
    ("request-property-became-required", BREAKS, "A property has to be sent now."),
    ("request-property-became-optional", ADDS, "A property may be left out now."),
    (
        "request-property-that-never-travels-changed",
        NOTES,
        "A property that is never sent differs.",
    ),
    ("request-property-became-read-only", WARNS, "A property is ignored when sent."),
    ("request-property-became-not-read-only", ADDS, "A property may be sent now."),
    ("request-property-became-write-only", NOTES, "A property is sent only."),
    ("request-property-became-not-write-only", NOTES, "A property is not sent only."),
    ("response-property-became-read-only", NOTES, "A property is received only."),
    (
        "response-property-became-not-read-only",
        NOTES,
        "A property is not received only.",
    ),
    ("response-property-became-write-only", BREAKS, "A property no longer comes."),
    ("response-property-became-not-write-only", ADDS, "A property may come now."),
    (
        "response-required-property-added",
        ADDS,
        "A property always comes that was unknown.",
    ),
    ("response-optional-property-added", ADDS, "A property may come that was unknown."),
    (
        "response-required-property-removed",
        BREAKS,
        "A property that always came is gone.",
    ),
    (
        "response-optional-property-removed",
        WARNS,
        "A property that could come is gone.",
    ),
    ("response-property-became-optional", BREAKS, "A property may be missing now."),
    ("response-property-became-required", ADDS, "A property always comes now."),
    (
        "response-property-that-never-travels-changed",
        NOTES,
        "A property that never comes differs.",
    ),
    ("response-success-status-added", ADDS, "A 2xx status was added."),
    ("response-success-status-removed", BREAKS, "A 2xx status is gone."),
    ("response-non-success-status-added", NOTES, "An error status was added."),
    ("response-non-success-status-removed", NOTES, "An error status is gone."),
    ("default-response-added", NOTES, "The `default` response was added."),
    ("default-response-removed", WARNS, "The `default` response is gone."),
    ("response-media-type-added", ADDS, "A response may come in another media type."),
    (
        "response-media-type-removed",
        BREAKS,
        "A response no longer comes in a media type.",
    ),
    ("response-header-explode-changed", BREAKS, "A header is written another way."),
    ("response-header-added", ADDS, "A response header was added."),
    ("required-response-header-removed", BREAKS, "A header that always came is gone."),
    ("optional-response-header-removed", WARNS, "A header that could come is gone."),
    ("response-header-became-optional", BREAKS, "A header may be missing now."),
    ("response-header-became-required", ADDS, "A header always comes now."),
)

_SDK: tuple[tuple[str, Grade, str], ...] = (
    ("sdk-package-renamed", BREAKS, "The package is imported under another name."),
    (
        "sdk-client-renamed",
        BREAKS,
        "A client class or the root error has another name.",
    ),
    ("sdk-client-key-changed", BREAKS, "The client starts or stops taking a key."),
    (
        "sdk-client-init-changed",
        BREAKS,
        "The client needs an argument it did not need.",
    ),
    ("sdk-env-var-or-default-base-url-changed", WARNS, "The client's defaults differ."),
    ("sdk-environment-added", ADDS, "The client knows another environment."),
    ("sdk-environment-removed", BREAKS, "The client no longer knows an environment."),
    ("sdk-object-added", ADDS, "A model, an enum or another public name was added."),
    ("sdk-object-removed", BREAKS, "A model, an enum or another public name is gone."),
    ("sdk-object-renamed", BREAKS, "A model or an enum has another name."),
    ("sdk-object-moved", BREAKS, "A public name is defined in another module."),
    ("sdk-object-kind-changed", BREAKS, "A model became an enum, or the reverse."),
    ("sdk-base-class-changed", BREAKS, "An enum has another base class."),
    ("sdk-enum-member-added", ADDS, "An enum has another member."),
    ("sdk-enum-member-removed", BREAKS, "An enum member is gone."),
    ("sdk-enum-member-renamed", BREAKS, "An enum member has another name."),
    ("sdk-enum-value-changed", BREAKS, "An enum member means another value."),
    ("sdk-field-added", ADDS, "A model has another field."),
    (
        "sdk-field-added-required",
        BREAKS,
        "A model that callers make has a new required field.",
    ),
    ("sdk-field-removed", BREAKS, "A field is gone."),
    ("sdk-field-renamed", BREAKS, "A field has another name."),
    ("sdk-field-type-changed", BREAKS, "A field has another type."),
    (
        "sdk-field-became-optional",
        BREAKS,
        "A field that was always there may be None or UNSET.",
    ),
    ("sdk-field-became-nullable", BREAKS, "A field may be None."),
    (
        "sdk-field-became-required",
        BREAKS,
        "A model cannot be made without a field any more.",
    ),
    (
        "sdk-field-became-not-nullable",
        BREAKS,
        "A field may not be set to None any more.",
    ),
    (
        "sdk-field-none-changes-meaning",
        BREAKS,
        "None says absent where it said null, or the reverse.",
    ),
    ("sdk-field-accepts-more", ADDS, "A field that is only sent takes more."),
    ("sdk-field-promises-more", ADDS, "A field that is only received is narrower."),
    ("sdk-field-default-changed", WARNS, "A field has another default."),
    ("sdk-method-added", ADDS, "A method was added."),
    ("sdk-method-removed", BREAKS, "A method is gone."),
    ("sdk-method-renamed", BREAKS, "A method is called another way."),
    ("sdk-param-added-optional", ADDS, "A method takes another argument."),
    ("sdk-param-added-required", BREAKS, "A method needs another argument."),
    ("sdk-param-removed", BREAKS, "A method no longer takes an argument."),
    ("sdk-param-renamed", BREAKS, "An argument has another name."),
    ("sdk-param-became-required", BREAKS, "An argument may not be left out any more."),
    ("sdk-param-became-optional", ADDS, "An argument may be left out."),
    ("sdk-param-type-changed", BREAKS, "An argument has another type."),
    ("sdk-param-type-narrowed", BREAKS, "An argument takes less than before."),
    ("sdk-param-type-widened", ADDS, "An argument takes more than before."),
    (
        "sdk-param-none-changes-meaning",
        BREAKS,
        "None says absent where it said null, or the reverse.",
    ),
    ("sdk-param-default-changed", WARNS, "An argument has another default."),
    (
        "sdk-param-kind-changed",
        BREAKS,
        "An argument became positional or keyword-only.",
    ),
    ("sdk-param-moved", BREAKS, "Positional arguments come in another order."),
    ("sdk-return-type-changed", BREAKS, "A method returns another type."),
    ("sdk-return-now-none", BREAKS, "A method returns nothing any more."),
    ("sdk-return-value-added", ADDS, "A method that returned nothing returns a value."),
    ("sdk-pagination-changed", BREAKS, "A method starts or stops returning a pager."),
)


def _table() -> dict[str, Rule]:
    rows = _families()
    rows += [Rule(id, grade, Side.WIRE, meaning) for id, grade, meaning in _WIRE]
    rows += [Rule(id, grade, Side.SDK, meaning) for id, grade, meaning in _SDK]
    return {rule.id: rule for rule in sorted(rows, key=lambda rule: rule.id)}


RULES: dict[str, Rule] = _table()
