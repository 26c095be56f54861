"""Values that AWS takes from a list or a range; sources: the API references of the services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.terraform.unseen.reading import at

_ACTION_TYPES = {"forward", "redirect", "fixed-response", "authenticate-cognito"}
_PROTOCOLS = {"HTTP", "HTTPS"}
# CloudWatch Logs API, PutRetentionPolicy.
_RETENTION_DAYS = {
    *(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557),
    *(2922, 3288, 3653),
}

WORDS: dict[str, dict[str, set[Any]]] = {
    "aws_acm_certificate": {"validation_method": {"DNS", "EMAIL"}},
    "aws_appautoscaling_policy": {
        "policy_type": {"StepScaling", "TargetTrackingScaling", "PredictiveScaling"},
        "service_namespace": {"ecs"},
        "scalable_dimension": {"ecs:service:DesiredCount"},
        "step_scaling_policy_configuration.adjustment_type": {
            *("ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity")
        },
        "step_scaling_policy_configuration.metric_aggregation_type": {
            *("Average", "Minimum", "Maximum")
        },
        "target_tracking_scaling_policy_configuration"
        ".predefined_metric_specification.predefined_metric_type": {
            *("ALBRequestCountPerTarget", "ECSServiceAverageCPUUtilization"),
            "ECSServiceAverageMemoryUtilization",
        },
    },
    "aws_appautoscaling_target": {
        "service_namespace": {"ecs"},
        "scalable_dimension": {"ecs:service:DesiredCount"},
    },
    "aws_cloudwatch_log_group": {"retention_in_days": _RETENTION_DAYS},
    "aws_cloudwatch_metric_alarm": {
        "comparison_operator": {
            *("GreaterThanThreshold", "GreaterThanOrEqualToThreshold"),
            *("LessThanThreshold", "LessThanOrEqualToThreshold"),
        },
        "treat_missing_data": {"missing", "ignore", "breaching", "notBreaching"},
        "statistic": {"SampleCount", "Average", "Sum", "Minimum", "Maximum"},
    },
    "aws_dynamodb_table": {
        "billing_mode": {"PAY_PER_REQUEST", "PROVISIONED"},
        "attribute.type": {"S", "N", "B"},
    },
    "aws_ecs_cluster": {"setting.value": {"enabled", "enhanced", "disabled"}},
    "aws_ecs_service": {
        "launch_type": {"FARGATE", "EC2", "EXTERNAL"},
        "propagate_tags": {"SERVICE", "TASK_DEFINITION", "NONE"},
        "scheduling_strategy": {"REPLICA", "DAEMON"},
    },
    "aws_ecs_task_definition": {
        "network_mode": {"awsvpc", "bridge", "host", "none"},
        "requires_compatibilities": {"FARGATE", "EC2", "EXTERNAL"},
        "cpu": {"256", "512", "1024", "2048", "4096", "8192", "16384"},
    },
    "aws_eip": {"domain": {"vpc"}},
    "aws_flow_log": {"traffic_type": {"ALL", "ACCEPT", "REJECT"}},
    "aws_kinesis_firehose_delivery_stream": {
        "destination": {"extended_s3"},
        "extended_s3_configuration.compression_format": {
            *("UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY")
        },
        "extended_s3_configuration.s3_backup_mode": {"Disabled", "Enabled"},
        "extended_s3_configuration.processing_configuration.processors.type": {
            *("Lambda", "AppendDelimiterToRecord", "Decompression", "CloudWatchLogProcessing"),
            *("MetadataExtraction", "RecordDeAggregation"),
        },
        "extended_s3_configuration.processing_configuration.processors.parameters.parameter_name": {
            *("LambdaArn", "NumberOfRetries", "RoleArn", "BufferSizeInMBs"),
            *("BufferIntervalInSeconds", "Delimiter", "SubRecordType"),
        },
    },
    "aws_kinesis_stream": {
        "encryption_type": {"KMS", "NONE"},
        "stream_mode_details.stream_mode": {"PROVISIONED", "ON_DEMAND"},
    },
    "aws_lambda_function": {
        "runtime": {"python3.12", "python3.13"},
        "architectures": {"arm64", "x86_64"},
        "package_type": {"Zip", "Image"},
        "tracing_config.mode": {"Active", "PassThrough"},
    },
    "aws_lb": {"load_balancer_type": {"application", "network", "gateway"}},
    "aws_lb_listener": {
        "protocol": _PROTOCOLS,
        "default_action.type": _ACTION_TYPES,
        "default_action.redirect.protocol": {*_PROTOCOLS, "#{protocol}"},
        "default_action.redirect.status_code": {"HTTP_301", "HTTP_302"},
    },
    "aws_lb_target_group": {
        "target_type": {"instance", "ip", "lambda", "alb"},
        "protocol": _PROTOCOLS,
        "health_check.protocol": _PROTOCOLS,
    },
    "aws_route53_record": {"type": {"A", "AAAA", "CNAME", "TXT"}},
    "aws_s3_bucket_lifecycle_configuration": {"rule.status": {"Enabled", "Disabled"}},
    "aws_s3_bucket_ownership_controls": {
        "rule.object_ownership": {*("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")}
    },
    "aws_s3_bucket_server_side_encryption_configuration": {
        "rule.apply_server_side_encryption_by_default.sse_algorithm": {
            *("AES256", "aws:kms", "aws:kms:dsse")
        }
    },
    "aws_s3_bucket_versioning": {
        "versioning_configuration.status": {"Enabled", "Suspended", "Disabled"}
    },
    "aws_security_group_rule": {"type": {"ingress", "egress"}, "protocol": {"tcp", "udp", "-1"}},
    "aws_vpc_endpoint": {"vpc_endpoint_type": {"Gateway", "Interface"}},
    "aws_wafv2_web_acl": {
        "scope": {"REGIONAL", "CLOUDFRONT"},
        "rule.statement.rate_based_statement.aggregate_key_type": {
            *("IP", "FORWARDED_IP", "CUSTOM_KEYS", "CONSTANT")
        },
    },
    "aws_wafv2_web_acl_logging_configuration": {
        "logging_filter.default_behavior": {"KEEP", "DROP"},
        "logging_filter.filter.behavior": {"KEEP", "DROP"},
        "logging_filter.filter.requirement": {"MEETS_ALL", "MEETS_ANY"},
        "logging_filter.filter.condition.action_condition.action": {
            *("ALLOW", "BLOCK", "COUNT", "CAPTCHA", "CHALLENGE", "EXCLUDED_AS_COUNT")
        },
    },
}

RANGES: dict[str, dict[str, tuple[float, float]]] = {
    "aws_kinesis_firehose_delivery_stream": {
        "extended_s3_configuration.buffering_size": (1, 128),
        "extended_s3_configuration.buffering_interval": (0, 900),
    },
    "aws_kinesis_stream": {"retention_period": (24, 8760)},
    "aws_kms_key": {"deletion_window_in_days": (7, 30)},
    "aws_lambda_function": {"memory_size": (128, 10240), "timeout": (1, 900)},
    "aws_lb": {"idle_timeout": (1, 4000)},
    "aws_lb_target_group": {
        "deregistration_delay": (0, 3600),
        "health_check.interval": (5, 300),
        "health_check.timeout": (2, 120),
        "health_check.healthy_threshold": (2, 10),
        "health_check.unhealthy_threshold": (2, 10),
    },
    "aws_sqs_queue": {
        "message_retention_seconds": (60, 1_209_600),
        "visibility_timeout_seconds": (0, 43_200),
        "kms_data_key_reuse_period_seconds": (60, 86_400),
    },
    "aws_wafv2_web_acl": {"rule.statement.rate_based_statement.limit": (10, 2_000_000_000)},
}


def words(kind: str, values: dict[str, Any]) -> Iterator[str]:
    """Values outside their list or range, each as a sentence."""
    for path, allowed in WORDS.get(kind, {}).items():
        for value in at(values, path):
            if value not in allowed:
                yield f"{path} cannot be {value!r}"
    for path, (least, most) in RANGES.get(kind, {}).items():
        for value in at(values, path):
            if not least <= float(value) <= most:
                yield f"{path} must be from {least} to {most}, not {value}"
