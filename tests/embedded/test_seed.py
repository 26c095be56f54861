from __future__ import annotations

from pathlib import Path

import pytest

from tests.embedded.conftest import Clients

LOCAL = Path(__file__).parents[2] / "environments" / "local.yaml"

pytestmark = pytest.mark.embedded


def test_the_certificate_that_the_local_environment_names_is_issued(clients: Clients) -> None:
    held = clients("acm").list_certificates(CertificateStatuses=["ISSUED"])

    [certificate] = held["CertificateSummaryList"]
    assert f"certificate_arn: {certificate['CertificateArn']}" in LOCAL.read_text()
    assert f"domain_name: {certificate['DomainName']}" in LOCAL.read_text()


def test_roles_can_be_given_policies_that_aws_manages(clients: Clients) -> None:
    policy = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

    found = clients("iam").get_policy(PolicyArn=policy)

    assert found["Policy"]["Arn"] == policy
