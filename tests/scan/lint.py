"""Lints IAM policies with parliament: JSON of address to policy in, JSON of findings out.

It runs in the scanners' environment and imports nothing of the project.
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import parliament  # noqa: E402 -- pkg_resources, which it imports, warns

findings = []
for address, policy in json.load(sys.stdin).items():
    for finding in parliament.analyze_policy_string(policy, ignore_private_auditors=True).findings:
        described = parliament.enhance_finding(finding)
        findings.append(
            {
                "id": described.issue,
                "address": address,
                "title": described.title,
                "detail": str(described.detail),
            }
        )
json.dump(findings, sys.stdout)
