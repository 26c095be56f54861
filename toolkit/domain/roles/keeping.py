"""Calls for what keeps events, leases, logs, keys and the salt's secret."""

from __future__ import annotations

from toolkit.domain.roles.need import Need

_LOGS = "arn:aws:logs:{region}:{account}"
_OURS = {"StringEquals": {"aws:ResourceTag/environment": "{environment}"}}

KEEPING = (
    Need(
        "Streams",
        ("aws_kinesis_stream",),
        on=("arn:aws:kinesis:{region}:{account}:stream/{prefix}-*",),
        read=("kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream", "kinesis:ListShards"),
        look=("kinesis:DescribeLimits",),
        change=(
            *("kinesis:AddTagsToStream", "kinesis:CreateStream"),
            *("kinesis:DecreaseStreamRetentionPeriod", "kinesis:DeleteStream"),
            *("kinesis:IncreaseStreamRetentionPeriod", "kinesis:RemoveTagsFromStream"),
            *("kinesis:UpdateShardCount", "kinesis:UpdateStreamMode"),
        ),
    ),
    Need(
        "StreamEncryption",
        ("aws_kinesis_stream",),
        on=(
            "arn:aws:kinesis:{region}:{account}:stream/{prefix}-*",
            "arn:aws:kms:{region}:{account}:key/*",
        ),
        change=("kinesis:StartStreamEncryption", "kinesis:StopStreamEncryption"),
    ),
    Need(
        "Deliveries",
        ("aws_kinesis_firehose_delivery_stream",),
        on=("arn:aws:firehose:{region}:{account}:deliverystream/{prefix}-*",),
        read=("firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"),
        change=(
            *("firehose:CreateDeliveryStream", "firehose:DeleteDeliveryStream"),
            *("firehose:TagDeliveryStream", "firehose:UntagDeliveryStream"),
            "firehose:UpdateDestination",
        ),
    ),
    Need(
        "Buckets",
        ("aws_s3_bucket",),
        on=("arn:aws:s3:::{bucket}", "arn:aws:s3:::{bucket}-logs"),
        read=(
            *("s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS"),
            *("s3:GetBucketLocation", "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration"),
            *("s3:GetBucketOwnershipControls", "s3:GetBucketPolicy"),
            *("s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment"),
            *("s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetBucketWebsite"),
            *("s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration"),
            *("s3:GetReplicationConfiguration", "s3:ListBucket"),
        ),
        change=(
            *("s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy"),
            *("s3:PutBucketLogging", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy"),
            *("s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning"),
            *("s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"),
        ),
    ),
    Need(
        "Leases",
        ("aws_dynamodb_table",),
        on=("arn:aws:dynamodb:{region}:{account}:table/{prefix}-*",),
        read=(
            *("dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable"),
            *("dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"),
        ),
        change=(
            *("dynamodb:CreateTable", "dynamodb:DeleteTable", "dynamodb:TagResource"),
            *("dynamodb:UntagResource", "dynamodb:UpdateContinuousBackups"),
            "dynamodb:UpdateTable",
        ),
    ),
    Need(
        "Queues",
        ("aws_sqs_queue",),
        on=("arn:aws:sqs:{region}:{account}:{prefix}-*",),
        read=("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"),
        change=(
            *("sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes"),
            *("sqs:TagQueue", "sqs:UntagQueue"),
        ),
    ),
    Need(
        "Secret",
        (
            *("aws_secretsmanager_secret", "aws_secretsmanager_secret_policy"),
            "aws_secretsmanager_secret_rotation",
        ),
        on=("arn:aws:secretsmanager:{region}:{account}:secret:{prefix}-*",),
        read=("secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"),
        change=(
            *("secretsmanager:CancelRotateSecret", "secretsmanager:CreateSecret"),
            *("secretsmanager:DeleteResourcePolicy", "secretsmanager:DeleteSecret"),
            *("secretsmanager:PutResourcePolicy", "secretsmanager:RestoreSecret"),
            *("secretsmanager:RotateSecret", "secretsmanager:TagResource"),
            *("secretsmanager:UntagResource", "secretsmanager:UpdateSecret"),
            "secretsmanager:ValidateResourcePolicy",
        ),
    ),
    Need(
        "Keys",
        ("aws_kms_key",),
        on=("arn:aws:kms:{region}:{account}:key/*",),
        read=(
            *("kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"),
            "kms:ListResourceTags",
        ),
        change=(
            *("kms:CancelKeyDeletion", "kms:DisableKeyRotation", "kms:EnableKeyRotation"),
            *("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource"),
            *("kms:UntagResource", "kms:UpdateKeyDescription"),
        ),
        make=("kms:CreateKey",),
        when=_OURS,
    ),
    Need(
        "KeyNames",
        ("aws_kms_alias",),
        on=(
            "arn:aws:kms:{region}:{account}:alias/{prefix}-*",
            "arn:aws:kms:{region}:{account}:key/*",
        ),
        look=("kms:ListAliases",),
        change=("kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"),
    ),
    Need(
        "Logs",
        ("aws_cloudwatch_log_group", "aws_cloudwatch_log_stream"),
        on=tuple(
            f"{_LOGS}:log-group:{start}{{prefix}}*"
            for start in (
                *("/aws/kinesisfirehose/", "/aws/lambda/", "/ecs/", "/vpc/"),
                "aws-waf-logs-",
            )
        ),
        read=("logs:DescribeLogStreams", "logs:ListTagsForResource"),
        look=("logs:DescribeLogGroups",),
        change=(
            *("logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:CreateLogStream"),
            *("logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:DeleteRetentionPolicy"),
            *("logs:DisassociateKmsKey", "logs:PutRetentionPolicy"),
            *("logs:TagResource", "logs:UntagResource"),
        ),
    ),
    Need(
        "LogDelivery",
        ("aws_cloudwatch_log_resource_policy", "aws_wafv2_web_acl_logging_configuration"),
        on=(),
        look=("logs:DescribeResourcePolicies",),
        make=(
            *("logs:CreateLogDelivery", "logs:DeleteLogDelivery"),
            *("logs:DeleteResourcePolicy", "logs:PutResourcePolicy"),
        ),
    ),
    Need(
        "Alarms",
        ("aws_cloudwatch_metric_alarm",),
        on=("arn:aws:cloudwatch:{region}:{account}:alarm:{prefix}-*",),
        read=("cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"),
        change=(
            *("cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"),
            *("cloudwatch:TagResource", "cloudwatch:UntagResource"),
        ),
    ),
)
"""Needs of streams, deliveries, buckets, leases, queues, the secret, keys, logs and alarms."""

ALSO_COVERED = (
    *("aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_logging"),
    *("aws_s3_bucket_ownership_controls", "aws_s3_bucket_policy"),
    *("aws_s3_bucket_public_access_block", "aws_s3_bucket_versioning"),
    "aws_s3_bucket_server_side_encryption_configuration",
)
"""Types that stand beside a bucket and are covered by its need."""
