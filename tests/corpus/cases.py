"""Every plan of the corpus: how it comes about, and which findings it must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.corpus.environments import ANALYST, NEWCOMER, OPERATOR, Edits
from toolkit.rendering.dialect import Generation

BOTH: tuple[Generation, ...] = ("aws3", "aws6")

Expected = Mapping[str, tuple[str, ...]]
"""Addresses (or their ends) by rule."""


@dataclass(frozen=True)
class TreeEdit:
    """A change to one rendered file: every `old` becomes `new`, or the whole file does."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Case:
    """A plan that real Terraform makes of edited inputs."""

    name: str
    findings: Expected = field(default_factory=dict)
    values: Edits = field(default_factory=dict)
    tree: tuple[TreeEdit, ...] = ()
    arguments: tuple[str, ...] = ()
    generations: tuple[Generation, ...] = BOTH
    artifact: str = "0" * 64
    fresh: bool = False
    """Whether nothing is deployed yet."""

    @property
    def dangerous(self) -> bool:
        """Whether it must be refused."""
        return bool(self.findings)


RAW_GOOD = 'module.streams.aws_kinesis_stream.this["raw_good"]'
ENRICHED_GOOD = 'module.firehose.aws_kinesis_firehose_delivery_stream.this["enriched_good"]'
PATHS = ("enriched_bad", "enriched_good", "raw_bad")
DELIVERY = tuple(
    f'module.firehose.aws_kinesis_firehose_delivery_stream.this["{path}"]' for path in PATHS
)
EVENTS = "module.storage.aws_s3_bucket.events"
EVENTS_POLICY = "module.storage.aws_s3_bucket_policy.events"
SALT_KEY = "module.salt.module.key.aws_kms_key.this"
SALT_POLICY = "module.salt.aws_secretsmanager_secret_policy.this"
LEASES = "module.enrichers.aws_dynamodb_table.leases"

FIREHOSE = "modules/firehose/main.tf"
POLICIES = "modules/storage/policies.tf"
GROUPS = "modules/collectors/security_groups.tf"
FUNCTIONS = "modules/lambda/functions.tf"


def _each(rule: str, *addresses: str) -> Expected:
    return {rule: addresses}


# --- Dangers to data

_LOSS = (
    Case(
        "a-stream-is-replaced",
        _each("DATA-STREAM-REPLACED", RAW_GOOD),
        arguments=(f"-replace={RAW_GOOD}",),
    ),
    Case(
        "a-key-is-replaced",
        _each("DATA-KEY-REPLACED", SALT_KEY),
        arguments=(f"-replace={SALT_KEY}",),
    ),
    Case(
        "the-secret-is-replaced",
        {"DATA-SECRET-REPLACED": ("module.salt.aws_secretsmanager_secret.this",)},
        arguments=("-replace=module.salt.aws_secretsmanager_secret.this",),
        generations=("aws6",),
    ),
    # A stack that names the new secret is known as a whole only after apply.
    Case(
        "the-secret-that-a-stack-names-is-replaced",
        {
            "DATA-SECRET-REPLACED": ("module.salt.aws_secretsmanager_secret.this",),
            "PRIVACY-SECRET-IN-ENVIRONMENT": ("module.lambda",),
        },
        arguments=("-replace=module.salt.aws_secretsmanager_secret.this",),
        generations=("aws3",),
    ),
    Case(
        "the-leases-are-replaced",
        _each("DATA-LEASES-REPLACED", LEASES),
        arguments=(f"-replace={LEASES}",),
    ),
    Case(
        "nobody-may-come-in",
        _each("DATA-ENTRANCE-CLOSED", 'world_to_load_balancer["https"]'),
        values={"collectors.allowed_cidr_blocks": []},
    ),
    Case(
        "the-entrance-is-replaced",
        {"DATA-ENTRANCE-REPLACED": ("module.collectors.aws_lb.this",)},
        arguments=("-replace=module.collectors.aws_lb.this",),
    ),
    Case(
        "the-network-gets-other-addresses",
        {"DATA-NETWORK-REPLACED": ("module.network.aws_vpc.this",)},
        values={"network.cidr_block": "10.50.0.0/16"},
        generations=("aws3",),
    ),
    Case(
        "the-name-that-trackers-know-goes",
        {"DATA-NAME-DELETED": ("module.collectors.aws_route53_record.collectors",)},
        values={"collectors.zone_id": None},
        generations=("aws6",),
    ),
    Case(
        "everything-is-destroyed",
        _each("DATA-ENVIRONMENT-DESTROYED", "local"),
        arguments=("-destroy",),
    ),
    Case(
        "one-path-is-destroyed",
        _each("DATA-DELIVERY-DELETED", ENRICHED_GOOD),
        arguments=("-destroy", f"-target={ENRICHED_GOOD}"),
    ),
    Case(
        "a-resource-is-renamed",
        {"DATA-LEASES-DELETED": (LEASES,)},
        tree=(
            TreeEdit("modules/enrichers/leases.tf", '"leases"', '"positions"'),
            TreeEdit("modules/enrichers/*.tf", "table.leases", "table.positions"),
        ),
    ),
    Case(
        "the-keys-of-a-for-each-change",
        {"DATA-DELIVERY-DELETED": DELIVERY, "DATA-LOGS-DELETED": ("firehose",)},
        tree=(
            TreeEdit(
                FIREHOSE,
                "path, function in var.functions : path =>",
                'path, function in var.functions : replace(path, "_", "-") =>',
            ),
        ),
    ),
    Case(
        "a-count-becomes-zero",
        {"DATA-QUEUE-DELETED": ("overflow",), "DATA-KEY-DELETED": ("overflow_key",)},
        values={"collectors.sqs_overflow": False},
    ),
    Case(
        "a-resource-is-taken-out",
        {"DATA-LOGS-DELETED": ("aws_cloudwatch_log_group.waf",)},
        values={"collectors.waf": None},
    ),
    Case(
        "a-removed-block-lets-a-log-group-go",
        {"DATA-LOGS-FORGOTTEN": ("aws_cloudwatch_log_group.waf",)},
        values={"collectors.waf": None},
        tree=(
            TreeEdit(
                "removed.tf",
                "",
                "removed {\n  from = module.collectors.aws_cloudwatch_log_group.waf\n\n"
                "  lifecycle {\n    destroy = false\n  }\n}\n",
            ),
        ),
    ),
    Case(
        "a-removed-block-deletes-a-log-group",
        {"DATA-LOGS-DELETED": ("aws_cloudwatch_log_group.waf",)},
        values={"collectors.waf": None},
        tree=(
            TreeEdit(
                "removed.tf",
                "",
                "removed {\n  from = module.collectors.aws_cloudwatch_log_group.waf\n\n"
                "  lifecycle {\n    destroy = true\n  }\n}\n",
            ),
        ),
    ),
    Case(
        "the-bucket-gets-another-name",
        {"DATA-BUCKET-REPLACED": (EVENTS, "module.storage.aws_s3_bucket.logs")},
        values={"storage.bucket": "snowplow-local-others"},
        generations=("aws3",),
    ),
    Case(
        "the-project-gets-another-name",
        {
            "DATA-STREAM-REPLACED": (RAW_GOOD,),
            "DATA-DELIVERY-REPLACED": DELIVERY,
            "DATA-SECRET-REPLACED": ("module.salt.aws_secretsmanager_secret.this",),
            "DATA-LEASES-REPLACED": (LEASES,),
            "DATA-LOGS-REPLACED": ("module.lambda",),
            "DATA-QUEUE-REPLACED": ("overflow",),
            "DATA-ENTRANCE-REPLACED": ("module.collectors.aws_lb.this",),
            "PRIVACY-POLICY-WIDENED": (SALT_KEY,),
            "PRIVACY-SECRET-IN-ENVIRONMENT": ("module.lambda",),
        },
        values={"project": "other"},
        generations=("aws3",),
    ),
)

_SHRINKING = (
    Case(
        "fewer-shards",
        _each("DATA-SHARDS-REDUCED", RAW_GOOD),
        values={"streams.raw_good.shards": 1},
    ),
    Case(
        "a-stream-keeps-records-shorter",
        _each("DATA-RETENTION-REDUCED", 'this["enriched_good"]'),
        values={"streams.enriched_good.retention_hours": 24},
    ),
    Case(
        "objects-expire-earlier",
        _each("DATA-RETENTION-REDUCED", "events"),
        values={"storage.retention_days": 30},
    ),
    Case(
        "untransformed-records-expire-earlier",
        _each("DATA-RETENTION-REDUCED", "events"),
        values={"storage.error_retention_days": 1},
    ),
    Case(
        "logs-expire-earlier",
        _each("DATA-RETENTION-REDUCED", "aws_cloudwatch_log_group.function"),
        values={"lambda.log_retention_days": 3},
    ),
    Case(
        "a-full-bucket-may-be-deleted",
        _each("DATA-PROTECTION-REDUCED", EVENTS, "module.storage.aws_s3_bucket.logs"),
        values={"storage.force_destroy": True},
    ),
    Case(
        "the-secret-can-be-restored-for-a-week",
        _each("DATA-PROTECTION-REDUCED", "module.salt.aws_secretsmanager_secret.this"),
        values={"salt.recovery_window_days": 7},
    ),
    Case(
        "versions-are-kept-no-more",
        _each("DATA-PROTECTION-REDUCED", "events"),
        tree=(
            TreeEdit(
                "modules/storage/bucket.tf", 'status = "Enabled"\n  }', 'status = "Suspended"\n  }'
            ),
            TreeEdit(
                "modules/storage/bucket.tf",
                "versioning {\n    enabled = true",
                "versioning {\n    enabled = false",
            ),
        ),
    ),
    Case(
        "the-entrance-may-be-deleted",
        _each("DATA-PROTECTION-REDUCED", "module.collectors.aws_lb.this"),
        values={"collectors.deletion_protection": False},
    ),
    Case(
        "the-leases-may-be-deleted",
        _each("DATA-PROTECTION-REDUCED", LEASES),
        values={"enrichers.deletion_protection": False},
        generations=("aws6",),
    ),
    Case(
        "the-leases-lose-their-protection",
        _each("DATA-PROTECTION-REDUCED", LEASES),
        tree=(
            TreeEdit(
                "modules/enrichers/leases.tf",
                "point_in_time_recovery {\n    enabled = true",
                "point_in_time_recovery {\n    enabled = false",
            ),
        ),
    ),
)

_KNOWN_ARNS = (
    "for path, function in local.functions : path => "
    '"arn:aws:lambda:${var.aws.region}:${var.aws.account_id}:function:${function.name}:live"'
)

_DELIVERY = (
    Case(
        "a-path-gets-another-prefix",
        {
            "DATA-PREFIX-CHANGED": (ENRICHED_GOOD,),
            "DATA-RETENTION-REDUCED": ("events",),
            "PRIVACY-POLICY-WIDENED": (EVENTS_POLICY,),
        },
        values={"storage.prefixes.enriched_good": "good/"},
    ),
    Case(
        "two-paths-write-below-one-prefix",
        {
            "DATA-PREFIX-SHARED": ('this["raw_bad"]',),
            "DATA-PREFIX-CHANGED": ('this["raw_bad"]',),
        },
        values={"storage.prefixes.raw_bad": "output/bad/"},
    ),
    Case(
        "objects-are-compressed-otherwise",
        _each("DATA-FORMAT-CHANGED", *DELIVERY),
        tree=(TreeEdit(FIREHOSE, '"GZIP"', '"UNCOMPRESSED"'),),
    ),
    Case(
        "a-function-may-not-run",
        {"DATA-FUNCTION-STOPPED": ('["raw_bad"]',)},
        tree=(
            TreeEdit(
                FUNCTIONS,
                "var.lambda.reserved_concurrency[each.key]",
                'each.key == "raw_bad" ? 0 : null',
            ),
            TreeEdit(
                FUNCTIONS,
                "var.lambda.reserved_concurrency[path]",
                'path == "raw_bad" ? 0 : null',
            ),
        ),
    ),
    Case(
        "a-function-goes-before-its-path",
        {"DATA-FUNCTION-STOPPED": ('["raw_bad"]',)},
        tree=(
            TreeEdit(
                FUNCTIONS,
                "for_each = local.functions\n",
                "for_each = { for path, function in local.functions : path => function "
                'if path != "raw_bad" }\n',
            ),
            TreeEdit(
                FUNCTIONS,
                "{ for path, alias in aws_lambda_alias.live : path => alias.arn }",
                f"{{ {_KNOWN_ARNS} }}",
            ),
            TreeEdit(
                FUNCTIONS,
                "for path, stack in aws_cloudformation_stack.function : path => "
                'stack.outputs["AliasArn"]',
                _KNOWN_ARNS,
            ),
        ),
    ),
    Case(
        "the-function-gets-too-much-at-once",
        _each("DATA-BUFFER-TOO-LARGE", *DELIVERY),
        values={"firehose.processing_buffer_mb": 2.5},
    ),
)

# --- Dangers to privacy

_OPEN_STATEMENT = """  protection = [
    {
      Sid       = "Open"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "s3:GetObject"
      Resource  = "${local.bucket_arn}/*"
    },
"""

_PRIVACY = (
    Case(
        "no-function",
        _each("PRIVACY-LAMBDA-MISSING", *DELIVERY),
        tree=(TreeEdit(FIREHOSE, 'type = "Lambda"', 'type = "RecordDeAggregation"'),),
        generations=("aws6",),
    ),
    Case(
        "processing-is-switched-off",
        _each("PRIVACY-LAMBDA-MISSING", *DELIVERY),
        tree=(
            TreeEdit(
                FIREHOSE,
                "processing_configuration {\n      enabled = true",
                "processing_configuration {\n      enabled = false",
            ),
        ),
    ),
    Case(
        "another-paths-function",
        _each("PRIVACY-LAMBDA-MISSING", 'this["raw_bad"]', ENRICHED_GOOD),
        tree=(
            TreeEdit(
                FIREHOSE,
                "function_arn = function.qualified_arn",
                'function_arn = var.functions["enriched_bad"].qualified_arn',
            ),
        ),
    ),
    Case(
        "the-source-is-backed-up",
        _each("PRIVACY-SOURCE-BACKUP", *DELIVERY),
        tree=(
            TreeEdit(
                FIREHOSE,
                's3_backup_mode      = "Disabled"',
                's3_backup_mode      = "Enabled"\n\n    s3_backup_configuration {\n'
                "      role_arn   = aws_iam_role.this[each.key].arn\n"
                "      bucket_arn = var.bucket.arn\n    }",
            ),
        ),
    ),
    Case(
        "errors-below-a-loaded-prefix",
        {
            "DATA-RETENTION-REDUCED": ("events",),
            "PRIVACY-ERRORS-LOADED": DELIVERY,
            "PRIVACY-POLICY-WIDENED": (EVENTS_POLICY,),
        },
        values={"storage.prefixes.errors": "output/errors/"},
    ),
    Case(
        "errors-where-nobody-guards-them",
        _each("PRIVACY-ERRORS-READABLE", *DELIVERY),
        tree=(TreeEdit(FIREHOSE, '"${var.prefixes.errors}', '"failed/'),),
    ),
    Case(
        "errors-are-not-denied-to-analysts",
        {
            "PRIVACY-ERRORS-READABLE": (EVENTS_POLICY,),
            "PRIVACY-POLICY-WIDENED": (EVENTS_POLICY,),
        },
        tree=(TreeEdit(POLICIES, "/${var.storage.prefixes.errors}*", "/nothing/*"),),
    ),
    Case(
        "analysts-are-excepted-from-the-denial",
        {
            "PRIVACY-ERRORS-READABLE": (EVENTS_POLICY,),
            "PRIVACY-POLICY-WIDENED": (EVENTS_POLICY,),
        },
        tree=(
            TreeEdit(
                POLICIES,
                "var.storage.operator_role_arns, var.storage.analyst_role_arns)",
                "var.storage.analyst_role_arns, [])",
            ),
        ),
    ),
    Case(
        "the-bucket-is-open-to-everybody",
        {
            "PRIVACY-POLICY-PUBLIC": (EVENTS_POLICY,),
            "PRIVACY-POLICY-WIDENED": (EVENTS_POLICY,),
        },
        tree=(TreeEdit(POLICIES, "  protection = [\n", _OPEN_STATEMENT),),
    ),
    Case(
        "an-analyst-more",
        {
            "PRIVACY-POLICY-WIDENED": (
                EVENTS_POLICY,
                "module.storage.module.key.aws_kms_key.this",
            )
        },
        values={"storage.analyst_role_arns": [ANALYST, NEWCOMER]},
    ),
    Case(
        "an-operator-of-the-keyring-more",
        {"PRIVACY-POLICY-WIDENED": (SALT_KEY, SALT_POLICY)},
        values={"salt.operator_role_arns": [OPERATOR, NEWCOMER]},
    ),
    Case(
        "administrators-may-decrypt",
        {"PRIVACY-POLICY-WIDENED": ("module.key.aws_kms_key.this", SALT_KEY)},
        tree=(TreeEdit("modules/key/main.tf", '"kms:DescribeKey"', '"kms:Decrypt"'),),
    ),
    Case(
        "the-keyrings-policy-is-taken-away",
        _each("PRIVACY-POLICY-WIDENED", SALT_POLICY),
        tree=(
            TreeEdit(
                "modules/salt/main.tf",
                'resource "aws_secretsmanager_secret_policy" "this" {\n',
                'resource "aws_secretsmanager_secret_policy" "this" {\n  count = 0\n\n',
            ),
        ),
    ),
    Case(
        "the-public-access-block-is-off",
        _each("PRIVACY-POLICY-PUBLIC", "aws_s3_bucket_public_access_block.events"),
        tree=(
            TreeEdit(POLICIES, "block_public_policy     = true", "block_public_policy     = false"),
        ),
    ),
    Case(
        "a-secret-in-the-functions-environment",
        _each("PRIVACY-SECRET-IN-ENVIRONMENT", "module.lambda"),
        tree=(
            TreeEdit(
                "modules/lambda/main.tf",
                "        EVENT_KIND         = kind\n",
                "        EVENT_KIND         = kind\n"
                '        SALT               = "correct horse battery staple"\n',
            ),
        ),
    ),
    Case(
        "a-secret-in-a-collectors-configuration",
        _each("PRIVACY-SECRET-IN-ENVIRONMENT", "module.collectors.module.app"),
        tree=(
            TreeEdit(
                "modules/collectors/configuration.tf",
                "  configuration = templatefile(",
                '  configuration = format("password = \\"hunter2hunter2\\"\\n%s", templatefile(',
            ),
            TreeEdit(
                "modules/collectors/configuration.tf",
                "    server_idle_seconds          = local.server_idle_seconds\n  })",
                "    server_idle_seconds          = local.server_idle_seconds\n  }))",
            ),
        ),
    ),
    Case(
        "logs-are-kept-for-ever",
        _each("PRIVACY-LOGS-FOREVER", "aws_cloudwatch_log_group.function"),
        tree=(
            TreeEdit(
                "modules/lambda/main.tf", "retention_in_days = var.lambda.log_retention_days", ""
            ),
        ),
    ),
    Case(
        "a-stream-is-not-encrypted",
        _each("PRIVACY-ENCRYPTION-OFF", RAW_GOOD),
        tree=(
            TreeEdit(
                "modules/streams/main.tf",
                '  encryption_type  = "KMS"\n  kms_key_id       = module.key.arn',
                '  encryption_type  = "NONE"',
            ),
        ),
    ),
    Case(
        "the-bucket-is-not-encrypted-with-our-key",
        _each("PRIVACY-ENCRYPTION-OFF", "events"),
        tree=(
            TreeEdit(
                "modules/storage/bucket.tf",
                '        sse_algorithm     = "aws:kms"\n        kms_master_key_id = module.key.arn',
                '        sse_algorithm = "AES256"',
            ),
            TreeEdit(
                "modules/storage/bucket.tf",
                '      sse_algorithm     = "aws:kms"\n      kms_master_key_id = module.key.arn',
                '      sse_algorithm = "AES256"',
            ),
        ),
    ),
    Case(
        "a-larger-allowlist",
        _each("PRIVACY-ALLOWLIST-GREW", "module.lambda"),
        artifact="1" * 64,
    ),
)

_REDIRECT = """    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
"""
_FORWARD = """    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
"""
_KEYRING = """resource "aws_secretsmanager_secret_version" "first" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = "{}"
}
"""
# It waits for something new, so that it is read at apply.
_KEYRING_AS_DATA = """resource "terraform_data" "new" {}

data "aws_secretsmanager_secret_version" "salts" {
  secret_id  = aws_secretsmanager_secret.this.id
  depends_on = [terraform_data.new]
}
"""
_PERMISSION = """resource "aws_lambda_permission" "caller" {
  for_each = local.functions

  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  principal     = "%s"
}
"""
_ANOTHER_SECRET = """resource "aws_secretsmanager_secret" "registry" {
  name       = "registry"
  kms_key_id = module.salt.kms_key_arn
}

resource "aws_secretsmanager_secret_version" "registry" {
  secret_id     = aws_secretsmanager_secret.registry.id
  secret_string = "{}"
}
"""

_IN_CLEAR = (
    Case(
        "events-arrive-in-clear",
        _each("PRIVACY-PLAIN-HTTP", "module.collectors.aws_lb_listener.redirect"),
        tree=(TreeEdit("modules/collectors/load_balancer.tf", _REDIRECT, _FORWARD),),
    ),
    Case(
        "terraform-writes-the-keyring",
        _each("PRIVACY-KEYRING-IN-STATE", "module.salt.aws_secretsmanager_secret_version.first"),
        tree=(TreeEdit("modules/salt/version.tf", "", _KEYRING),),
    ),
    Case(
        "terraform-reads-the-keyring",
        _each("PRIVACY-KEYRING-IN-STATE", "data.aws_secretsmanager_secret_version.salts"),
        tree=(TreeEdit("modules/salt/version.tf", "", _KEYRING_AS_DATA),),
    ),
    Case(
        "anybody-may-invoke-the-functions",
        _each("PRIVACY-POLICY-PUBLIC", "module.lambda.aws_lambda_permission.caller"),
        tree=(TreeEdit("modules/lambda/permission.tf", "", _PERMISSION % "*"),),
    ),
)

_GRANT = """resource "aws_kms_grant" "newcomers" {
  key_id            = module.key.arn
  grantee_principal = "arn:aws:iam::123456789012:role/newcomers"
  operations        = ["Decrypt"]
}
"""
_STREAM_POLICY = """resource "aws_kinesis_resource_policy" "raw_good" {
  resource_arn = aws_kinesis_stream.this["raw_good"].arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:role/newcomers" }
      Action    = "kinesis:GetRecords"
      Resource  = aws_kinesis_stream.this["raw_good"].arn
    }]
  })
}
"""
_ANYBODY_WITH_A_NAME = _OPEN_STATEMENT.replace(
    '      Resource  = "${local.bucket_arn}/*"\n',
    '      Resource  = "${local.bucket_arn}/*"\n'
    '      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/*" } }\n',
)
_ALL_BUT_ONE = _OPEN_STATEMENT.replace(
    'Principal = { AWS = "*" }',
    'NotPrincipal = { AWS = "arn:aws:iam::123456789012:role/analysts" }',
)
_KEY_OF_A_FUNCTION = _each("PRIVACY-ALLOWLIST-UNKNOWN", "module.lambda")
_SECRET = _each("PRIVACY-SECRET-IN-ENVIRONMENT", "module.lambda")

_HIDDEN = (
    Case(
        "the-secrets-key-is-granted",
        _each("PRIVACY-POLICY-WIDENED", "module.salt.aws_kms_grant.newcomers"),
        tree=(TreeEdit("modules/salt/grant.tf", "", _GRANT),),
    ),
    Case(
        "newcomers-may-read-a-stream",
        _each("PRIVACY-POLICY-WIDENED", "module.streams.aws_kinesis_resource_policy.raw_good"),
        tree=(TreeEdit("modules/streams/policy.tf", "", _STREAM_POLICY),),
        generations=("aws6",),
    ),
    Case(
        "the-bucket-is-open-to-every-role",
        {
            "PRIVACY-POLICY-PUBLIC": (EVENTS_POLICY,),
            "PRIVACY-POLICY-WIDENED": (EVENTS_POLICY,),
        },
        tree=(TreeEdit(POLICIES, "  protection = [\n", _ANYBODY_WITH_A_NAME),),
    ),
    Case(
        "the-bucket-is-open-to-all-but-one",
        {
            "PRIVACY-POLICY-PUBLIC": (EVENTS_POLICY,),
            "PRIVACY-POLICY-WIDENED": (EVENTS_POLICY,),
        },
        tree=(TreeEdit(POLICIES, "  protection = [\n", _ALL_BUT_ONE),),
    ),
    Case(
        "the-buckets-policy-is-sensitive",
        _each("PRIVACY-POLICY-WIDENED", EVENTS_POLICY),
        values={"storage.analyst_role_arns": []},
        tree=(
            TreeEdit(
                POLICIES,
                "bucket = aws_s3_bucket_public_access_block.events.bucket\n\n"
                "  policy = jsonencode({",
                "bucket = aws_s3_bucket_public_access_block.events.bucket\n\n"
                "  policy = sensitive(jsonencode({",
            ),
            TreeEdit(
                POLICIES,
                "length(var.storage.operator_role_arns) > 0],\n    )\n  })",
                "length(var.storage.operator_role_arns) > 0],\n    )\n  }))",
            ),
        ),
    ),
    Case(
        "a-secret-that-is-made-on-the-way",
        _SECRET,
        tree=(
            TreeEdit("modules/lambda/salt.tf", "", 'resource "terraform_data" "salt" {}\n'),
            TreeEdit(
                "modules/lambda/main.tf",
                "        EVENT_KIND         = kind\n",
                "        EVENT_KIND         = kind\n"
                "        SALT               = terraform_data.salt.id\n",
            ),
        ),
    ),
    Case(
        "a-secret-that-terraform-hides",
        _each("PRIVACY-SECRET-IN-ENVIRONMENT", "module.collectors", "module.enrichers"),
        tree=(
            TreeEdit(
                "modules/app/main.tf",
                "jsonencode([local.writer, local.application])",
                "sensitive(jsonencode([local.application, local.writer]))",
            ),
        ),
    ),
    Case(
        "code-from-another-bucket",
        _KEY_OF_A_FUNCTION,
        tree=(
            TreeEdit(
                "modules/lambda/functions.tf",
                "s3_bucket        = var.artifact.bucket",
                's3_bucket        = "elsewhere"',
            ),
            TreeEdit(
                "modules/lambda/functions.tf",
                "S3Bucket = var.artifact.bucket",
                'S3Bucket = "elsewhere"',
            ),
        ),
    ),
    Case(
        "the-functions-buffer-is-left-to-aws",
        _each("DATA-BUFFER-TOO-LARGE", *DELIVERY),
        tree=(
            TreeEdit(
                FIREHOSE,
                '          parameter_name  = "BufferSizeInMBs"\n'
                "          parameter_value = tostring(var.firehose.processing_buffer_mb)",
                '          parameter_name  = "NumberOfRetries"\n          parameter_value = "5"',
            ),
        ),
    ),
    Case(
        "versioning-is-taken-out",
        _each("DATA-PROTECTION-REDUCED", "module.storage.aws_s3_bucket_versioning.events"),
        tree=(
            TreeEdit(
                "modules/storage/bucket.tf",
                'resource "aws_s3_bucket_versioning" "events" {\n',
                'resource "aws_s3_bucket_versioning" "events" {\n  count = 0\n\n',
            ),
        ),
        generations=("aws6",),
    ),
)

_FUNCTION = _each("PRIVACY-FUNCTION-OTHER-CODE", "module.lambda")

_LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:ours:1"

_OTHER_CODE = (
    Case(
        "a-layer-lies-over-the-code",
        _FUNCTION,
        tree=(
            TreeEdit(
                FUNCTIONS,
                "  publish          = true\n",
                f'  publish          = true\n  layers           = ["{_LAYER}"]\n',
            ),
            TreeEdit(
                FUNCTIONS,
                "      MemorySize    = var.lambda.memory_mb\n",
                f'      MemorySize    = var.lambda.memory_mb\n      Layers        = ["{_LAYER}"]\n',
            ),
        ),
    ),
    Case(
        "another-handler",
        _FUNCTION,
        tree=(TreeEdit(FUNCTIONS, '"runtime.handler.handle"', '"runtime.self_test.handle"'),),
    ),
    Case(
        "another-runtime-than-the-artifact-is-for",
        _FUNCTION,
        tree=(TreeEdit(FUNCTIONS, '"python${var.lambda.python_version}"', '"python3.12"'),),
    ),
    Case(
        "another-processor-than-the-artifact-is-for",
        _FUNCTION,
        tree=(TreeEdit(FUNCTIONS, "[var.lambda.architecture]", '["arm64"]'),),
    ),
    Case(
        "another-role",
        _FUNCTION,
        tree=(
            TreeEdit(
                FUNCTIONS,
                "aws_iam_role.this.arn",
                '"arn:aws:iam::${var.aws.account_id}:role/newcomers"',
            ),
        ),
    ),
    Case(
        "a-path-is-treated-as-another",
        _each("PRIVACY-FUNCTION-OTHER-CODE", '["enriched_good"]'),
        tree=(
            TreeEdit(
                "modules/lambda/main.tf",
                'enriched_good = "enriched"',
                'enriched_good = "bad"',
            ),
        ),
    ),
    Case(
        "pseudonyms-of-another-keyring",
        _FUNCTION,
        tree=(
            TreeEdit(
                "modules/lambda/main.tf",
                "var.salt.secret_arn",
                'replace(var.salt.secret_arn, "-salt-", "-other-")',
            ),
        ),
    ),
    Case(
        "python-looks-elsewhere-first",
        _FUNCTION,
        tree=(
            TreeEdit(
                "modules/lambda/main.tf",
                "        EVENT_KIND         = kind\n",
                '        EVENT_KIND         = kind\n        PYTHONPATH         = "/mnt/code"\n',
            ),
        ),
    ),
    Case(
        "an-older-artifact-is-pinned",
        _FUNCTION,
        tree=(TreeEdit(FUNCTIONS, "var.artifact.key", f'"pseudonymizer/{"0" * 64}.zip"'),),
        artifact="2" * 64,
    ),
    Case(
        "the-alias-stays-at-a-version",
        _FUNCTION,
        values={"lambda.memory_mb": 1769},
        tree=(TreeEdit(FUNCTIONS, "each.value.version", '"7"'),),
        generations=("aws6",),
    ),
    Case(
        "the-alias-stays-at-the-version-of-before",
        _FUNCTION,
        tree=(
            TreeEdit(
                FUNCTIONS,
                '"Version${substr(sha256(jsonencode(properties)), 0, 12)}"',
                '"Version${substr(sha256(jsonencode(merge(properties, { Code = '
                f'{{ S3Bucket = var.artifact.bucket, S3Key = "pseudonymizer/{"0" * 64}.zip" }}'
                ' }))), 0, 12)}"',
            ),
        ),
        generations=("aws3",),
        artifact="2" * 64,
    ),
    Case(
        "part-of-the-traffic-goes-to-another-version",
        _FUNCTION,
        tree=(
            TreeEdit(
                FUNCTIONS,
                "  function_version = each.value.version\n",
                "  function_version = each.value.version\n\n  routing_config {\n"
                '    additional_version_weights = { "1" = 0.1 }\n  }\n',
            ),
            TreeEdit(
                FUNCTIONS,
                '          Name            = "live"\n',
                '          Name            = "live"\n'
                '          RoutingConfig = { AdditionalVersionWeights = [{ FunctionVersion = "1", '
                "FunctionWeight = 0.1 }] }\n",
            ),
        ),
    ),
    Case(
        "a-path-goes-through-a-version",
        _each("PRIVACY-LAMBDA-MISSING", *DELIVERY),
        tree=(
            TreeEdit(
                FIREHOSE,
                "function_arn = function.qualified_arn",
                'function_arn = replace(function.qualified_arn, ":live", ":1")',
            ),
        ),
    ),
    Case(
        "a-template-lies-at-a-url",
        _FUNCTION,
        tree=(
            TreeEdit(
                FUNCTIONS,
                "  template_body = jsonencode({",
                '  template_url  = "https://artifacts.s3.amazonaws.com/function.json"\n'
                "  template_body = true ? null : jsonencode({",
            ),
        ),
        generations=("aws3",),
    ),
)

# --- Dangers to safety

_TASKS = """resource "aws_security_group_rule" "more" {
  security_group_id = aws_security_group.tasks.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  %s
}
"""

_SAFETY = (
    Case(
        "a-command-runs-at-apply",
        _each("SAFETY-COMMAND-RUNS", "module.storage.terraform_data.greets"),
        tree=(
            TreeEdit(
                "modules/storage/command.tf",
                "",
                'resource "terraform_data" "greets" {\n  provisioner "local-exec" {\n'
                '    command = "true"\n  }\n}\n',
            ),
        ),
    ),
    Case(
        "the-load-balancer-is-open-on-every-port",
        _each("SAFETY-PUBLIC-INGRESS", "world_to_load_balancer"),
        tree=(
            TreeEdit(
                GROUPS,
                'protocol          = "tcp"\n  from_port         = each.value',
                'protocol          = "-1"\n  from_port         = each.value',
            ),
        ),
    ),
    Case(
        "a-prefix-list-reaches-the-tasks",
        _each("SAFETY-PUBLIC-INGRESS", "aws_security_group_rule.more"),
        tree=(
            TreeEdit(
                "modules/collectors/more.tf", "", _TASKS % 'prefix_list_ids   = ["pl-0a1b2c3d"]'
            ),
        ),
    ),
    Case(
        "ipv6-reaches-the-tasks",
        _each("SAFETY-PUBLIC-INGRESS", "aws_security_group_rule.more"),
        tree=(TreeEdit("modules/collectors/more.tf", "", _TASKS % 'ipv6_cidr_blocks  = ["::/0"]'),),
    ),
    Case(
        "an-address-that-is-not-known-reaches-the-tasks",
        _each("SAFETY-PUBLIC-INGRESS", "aws_security_group_rule.more"),
        tree=(
            TreeEdit(
                "modules/collectors/more.tf",
                "",
                'resource "aws_eip" "more" {}\n\n'
                + _TASKS % 'cidr_blocks       = ["${aws_eip.more.public_ip}/32"]',
            ),
        ),
    ),
    Case(
        "the-internet-reaches-the-tasks",
        _each("SAFETY-PUBLIC-INGRESS", "aws_security_group_rule.tasks_out"),
        tree=(
            TreeEdit(
                GROUPS,
                'type              = "egress"',
                'type              = "ingress"',
            ),
        ),
    ),
    Case(
        "the-load-balancer-listens-for-ssh",
        _each("SAFETY-PUBLIC-INGRESS", 'world_to_load_balancer["ssh"]'),
        tree=(
            TreeEdit(
                GROUPS, "{ redirect = 80, https = 443 }", "{ redirect = 80, https = 443, ssh = 22 }"
            ),
        ),
    ),
    Case(
        "tasks-have-public-addresses",
        _each("SAFETY-PUBLIC-INGRESS", "aws_ecs_service.this"),
        tree=(
            TreeEdit("modules/app/main.tf", "assign_public_ip = false", "assign_public_ip = true"),
        ),
    ),
)

# --- Nothing to refuse

_BENIGN = (
    Case("a-first-apply", fresh=True),
    Case("nothing-changes"),
    Case("a-tag-more", values={"tags": {"service": "snowplow", "team": "data"}}),
    Case("more-shards", values={"streams.raw_good.shards": 4}),
    Case("a-stream-keeps-records-longer", values={"streams.raw_good.retention_hours": 72}),
    Case(
        "everything-is-kept-longer",
        values={
            "storage.retention_days": 500,
            "storage.error_retention_days": 30,
            "lambda.log_retention_days": 60,
            "collectors.log_retention_days": 60,
        },
    ),
    Case("other-buffers", values={"firehose.buffer_mb": 32, "firehose.buffer_seconds": 120}),
    Case("a-larger-function", values={"lambda.memory_mb": 1769, "lambda.timeout_seconds": 180}),
    Case("a-new-artifact", artifact="2" * 64),
    Case("an-older-python", values={"lambda.python_version": "3.12"}, artifact="2" * 64),
    Case("another-processor", values={"lambda.architecture": "arm64"}, artifact="2" * 64),
    Case(
        "executions-are-set-aside",
        values={
            "lambda.reserved_concurrency": {"enriched_good": 20, "enriched_bad": 1, "raw_bad": 1}
        },
    ),
    Case("the-keyring-is-used-for-longer", values={"salt.cache_seconds": 300}),
    Case("functions-are-not-traced", values={"lambda.tracing": False}),
    Case(
        "more-tasks",
        values={"collectors.min_tasks": 2, "collectors.max_tasks": 6, "enrichers.max_tasks": 2},
    ),
    Case("a-new-collector-release", values={"collectors.version": "2.10.1"}),
    Case("fewer-addresses-may-come", values={"collectors.allowed_cidr_blocks": ["192.0.2.0/24"]}),
    Case("another-rate", values={"collectors.waf": {"requests_per_5_minutes": 5000}}),
    Case("no-analyst-any-more", values={"storage.analyst_role_arns": []}),
    Case("a-way-out-for-each-zone", values={"network.nat_gateways": "per-zone"}),
    Case("the-entrance-waits-longer", values={"collectors.idle_timeout_seconds": 120}),
    Case("a-secret-of-somebody-else", tree=(TreeEdit("registry.tf", "", _ANOTHER_SECRET),)),
    Case(
        "our-account-may-invoke-the-functions",
        tree=(TreeEdit("modules/lambda/permission.tf", "", _PERMISSION % "123456789012"),),
    ),
    Case(
        "a-note-in-the-state",
        tree=(TreeEdit("note.tf", "", 'resource "terraform_data" "note" {\n  input = "x"\n}\n'),),
    ),
    Case(
        "a-resource-is-moved",
        tree=(
            TreeEdit("modules/enrichers/leases.tf", '"leases"', '"positions"'),
            TreeEdit("modules/enrichers/*.tf", "table.leases", "table.positions"),
            TreeEdit(
                "modules/enrichers/moved.tf",
                "",
                "moved {\n  from = aws_dynamodb_table.leases\n"
                "  to   = aws_dynamodb_table.positions\n}\n",
            ),
        ),
    ),
    Case(
        "a-policy-in-other-words",
        tree=(TreeEdit(POLICIES, '"DenyInsecureTransport"', '"DenyPlainHttp"'),),
    ),
    Case("targeted", values={"streams.raw_good.shards": 4}, arguments=(f"-target={RAW_GOOD}",)),
)

CASES: tuple[Case, ...] = (
    *_LOSS,
    *_SHRINKING,
    *_DELIVERY,
    *_PRIVACY,
    *_IN_CLEAR,
    *_HIDDEN,
    *_OTHER_CODE,
    *_SAFETY,
    *_BENIGN,
)
