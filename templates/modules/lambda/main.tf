locals {
  # What a path carries decides how its records are pseudonymized.
  event_kinds = {
    enriched_good = "enriched"
    enriched_bad  = "bad"
    raw_bad       = "bad"
  }

  # No dead letter queue: Firehose invokes synchronously, retries by itself and writes what still
  # fails below its error prefix. Lambda fills dead letter queues from asynchronous invocations only.
  functions = {
    for path, kind in local.event_kinds : path => {
      name = "${var.environment.prefix}-pseudonymizer-${replace(path, "_", "-")}"
      environment = {
        EVENT_KIND         = kind
        SALT_SECRET_ID     = var.salt.secret_arn
        SALT_CACHE_SECONDS = tostring(var.salt.cache_seconds)
      }
      tags = {
        Name               = "${var.environment.prefix}-pseudonymizer-${replace(path, "_", "-")}"
        "snowops:artifact" = var.artifact.sha256
        "snowops:commit"   = var.artifact.commit
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${each.value.name}"
  retention_in_days = var.lambda.log_retention_days
  kms_key_id        = var.logs_kms_key_arn

  tags = {
    Name = "/aws/lambda/${each.value.name}"
  }
}
