"""A client and its package are called what a person would call them, whatever the title says."""

from __future__ import annotations

import pytest

from generator.plan.titles import client_title, package_title


@pytest.mark.parametrize(
    ("title", "client", "package"),
    [
        ("GitHub v3 REST API", "GitHub", "github"),
        ("GitHub's official OpenAPI spec + Octokit extension", "GitHub", "github"),
        ("GitHub\u2019s official Webhooks API", "GitHubWebhooks", "github_webhooks"),
        ("Netlify's API documentation", "Netlify", "netlify"),
        ("Smith's Clinic API", "SmithsClinic", "smiths_clinic"),
        ("L'Or\u00e9al API", "LOr\u00e9al", "lor\u00e9al"),
        ("Dr.Online's API (v2)", "DrOnline", "dr_online"),
        ("Stripe API", "Stripe", "stripe"),
        ("OpenAI API", "OpenAI", "openai"),
        ("YNAB API Endpoints", "YNAB", "ynab"),
        ("USPTO Data Set API", "UsptoDataSet", "uspto_data_set"),
        ("iQualify Management API", "IQualifyManagement", "iqualify_management"),
        ("Discord HTTP API (Preview)", "Discord", "discord"),
        ("Weather forecast v1", "WeatherForecast", "weather_forecast"),
        ("V8 engine API", "V8Engine", "v8_engine"),
        ("Swagger Petstore - OpenAPI 3.1", "Petstore", "petstore"),
        ("OpenAPI 3.0.4 circular example", "CircularExample", "circular_example"),
        ("Test 3.1 Features", "Test31Features", "test_31_features"),
        ("Example API with Style and Explode", "Example", "example"),
        ("Payments with Cards API", "PaymentsWithCards", "payments_with_cards"),
        ("API for Weather Data", "WeatherData", "weather_data"),
        ("PetStoreAPI", "PetStore", "petstore"),
        ("ContosoOrderService", "ContosoOrderService", "contoso_order_service"),
        ("Contoso.Orders.Api", "ContosoOrders", "contoso_orders"),
        ("3scale API", "N3scale", "n3scale"),
        ("API", "API", "api"),
        ("REST API", "RestApi", "rest_api"),
        ("(beta)", "Beta", "beta"),
        ("class", "Class", "class_"),
        ("\u65e5\u672c\u8a9e API", "\u65e5\u672c\u8a9e", "\u65e5\u672c\u8a9e"),
        ("", "", "client"),
        ("+", "", "client"),
        (
            "One two three four five, with more than six",
            "OneTwoThreeFourFive",
            "one_two_three_four_five",
        ),
    ],
)
def test_a_title_is_read_as_people_read_it(
    title: str, client: str, package: str
) -> None:
    assert (client_title(title), package_title(title)) == (client, package)
