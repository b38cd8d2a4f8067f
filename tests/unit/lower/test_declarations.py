"""What declarations are called, and what of them is never shown."""

from __future__ import annotations

from pathlib import Path

from generator.ir import ModelDecl
from tests.unit.lower.support import lowered, only


def test_a_body_that_fastapi_names_after_an_operation_is_called_like_its_function(
    tmp_path: Path,
) -> None:
    def operation(function: str, path: str) -> str:
        name = f"{function}_{path}_post"
        schema = f"schema: {{$ref: '#/components/schemas/Body_{name}'}}"
        body = f"requestBody: {{content: {{multipart/form-data: {{{schema}}}}}}}"
        return f"/{path}: {{post: {{operationId: {name}, {body}, responses: {{}}}}}}"

    api, _ = lowered(
        tmp_path,
        f"""
        paths:
          {operation("upload", "photos")}
          {operation("send", "a")}
          {operation("send", "b")}
        components:
          schemas:
            Body_upload_photos_post: {{type: object, properties: {{file: {{type: string}}}}}}
            Body_send_a_post: {{type: object, properties: {{a: {{type: string}}}}}}
            Body_send_b_post: {{type: object, properties: {{b: {{type: string}}}}}}
        """,
    )
    found = {d.id: d.sdk_name for d in api.declarations}
    assert found == {
        "Body_send_a_post": "",
        "Body_send_b_post": "",
        "Body_upload_photos_post": "UploadBody",
    }


def test_passwords_are_not_shown_unless_the_description_says_so(tmp_path: Path) -> None:
    api, _ = lowered(
        tmp_path,
        """
        paths:
          /login:
            post:
              operationId: login
              parameters: [{name: pin, in: query, schema: {type: string, format: password}}]
              requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Login'}}}}
              responses: {}
        components:
          schemas:
            Secret: {type: string, format: password}
            Login:
              type: object
              properties:
                name: {type: string}
                password: {$ref: '#/components/schemas/Secret'}
                hint: {type: string, format: password, x-sensitive: false}
                birthday: {type: string, x-sensitive: true}
        """,
    )
    (login,) = api.declarations
    assert isinstance(login, ModelDecl)
    assert [f.wire_name for f in login.fields if f.sensitive] == [
        "password",
        "birthday",
    ]
    assert [p.sensitive for p in only(api).parameters] == [True]
