"""Security schemes -> what the client's constructor takes, and how it authenticates."""

from __future__ import annotations

import pytest

from tests.support.snippets import HEAD, built

FLOW = "tokenUrl: https://a.test/t, authorizationUrl: https://a.test/a, scopes: {}"

DEVICE = (
    "tokenUrl: https://a.test/t, deviceAuthorizationUrl: https://a.test/d, scopes: {}"
)


def client(scheme: str) -> tuple[str, str]:
    """(the parameter, the scheme) of an API with this one scheme."""
    model = built(f"""{HEAD}
security: [{{auth: []}}]
paths:
  /a: {{get: {{operationId: a, responses: {{"204": {{description: ""}}}}}}}}
components:
  securitySchemes:
    auth: {scheme}
""").model.client
    parameter = next(row for row in model.own_parameters if row.startswith("auth:"))
    made = next(row for row in " ".join(model.schemes).split('"auth": ')[1:])
    return parameter.removesuffix(" | None = None,"), made.split("}")[0]


@pytest.mark.parametrize(
    ("scheme", "parameter", "made"),
    [
        (
            f"{{type: oauth2, flows: {{clientCredentials: {{{FLOW}}}}}}}",
            "auth: Key | ClientCredentials",
            'OAuth2("https://a.test/t")',
        ),
        (
            f"{{type: oauth2, flows: {{authorizationCode: {{{FLOW}}}}}}}",
            "auth: Key | RefreshToken",
            'OAuth2("https://a.test/t")',
        ),
        (
            f"{{type: oauth2, flows: {{deviceAuthorization: {{{DEVICE}}}}}}}",
            "auth: Key | RefreshToken | DeviceLogin",
            'OAuth2("https://a.test/t", "https://a.test/d")',
        ),
        (
            "{type: openIdConnect, openIdConnectUrl: https://a.test/o}",
            "auth: Key | ClientCredentials | RefreshToken | DeviceLogin",
            'OpenID("https://a.test/o")',
        ),
        ("{type: http, scheme: digest}", "auth: Login", "Digest()"),
    ],
)
def test_a_scheme_becomes_an_argument(scheme: str, parameter: str, made: str) -> None:
    assert client(scheme) == (parameter, made)


def test_an_implicit_flow_has_no_endpoint_to_ask() -> None:
    flows = "{implicit: {authorizationUrl: https://a.test/a, scopes: {}}}"
    model = built(f"""{HEAD}
security: [{{auth: []}}]
paths:
  /a: {{get: {{operationId: a, responses: {{"204": {{description: ""}}}}}}}}
components:
  securitySchemes:
    auth: {{type: oauth2, flows: {flows}}}
""").model
    assert model.client.own_parameters[0] == "api_key: Key | None = None,"
    assert "_runtime/oauth.py" in model.unused


@pytest.mark.parametrize(("entry", "said"), [("{}", True), ("{auth: []}", False)])
def test_a_key_that_is_optional_is_said_to_be(entry: str, said: bool) -> None:
    model = built(f"""{HEAD}
paths:
  /a:
    get:
      operationId: a
      security: [{{auth: []}}, {entry}]
      responses: {{"204": {{description: ""}}}}
components:
  securitySchemes:
    auth: {{type: http, scheme: bearer}}
""").model
    (method,) = model.resources[0].methods
    assert ("security=OPTIONAL" in " ".join(method.builder)) == said
