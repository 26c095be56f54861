locals {
  hourly = "!{timestamp:yyyy}/!{timestamp:MM}/!{timestamp:dd}/!{timestamp:HH}/"

  # Error objects hold records as they came, in clear: their prefix is beside the loaded ones.
  paths = {
    for path, function in var.functions : path => {
      name         = "${var.environment.prefix}-${replace(path, "_", "-")}"
      role         = "${var.environment.prefix}-firehose-${replace(path, "_", "-")}"
      stream_arn   = var.streams[path].arn
      function_arn = function.qualified_arn
      prefix       = var.prefixes[path]
      error_prefix = "${var.prefixes.errors}${replace(path, "_", "-")}/"
    }
  }
}

# No backup of the source: it would be a second copy in clear.
resource "aws_kinesis_firehose_delivery_stream" "this" {
  for_each = local.paths

  name        = each.value.name
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = each.value.stream_arn
    role_arn           = aws_iam_role.this[each.key].arn
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.this[each.key].arn
    bucket_arn          = var.bucket.arn
    kms_key_arn         = var.kms_key_arns.bucket
    prefix              = "${each.value.prefix}${local.hourly}"
    error_output_prefix = "${each.value.error_prefix}!{firehose:error-output-type}/${local.hourly}"
    compression_format  = "GZIP"
    s3_backup_mode      = "Disabled"

    #% if aws.says_buffering
    buffering_size     = var.firehose.buffer_mb
    buffering_interval = var.firehose.buffer_seconds

    #% else
    buffer_size     = var.firehose.buffer_mb
    buffer_interval = var.firehose.buffer_seconds

    #% endif
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.this[each.key].name
      log_stream_name = aws_cloudwatch_log_stream.this[each.key].name
    }

    processing_configuration {
      enabled = true

      processors {
        type = "Lambda"

        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = each.value.function_arn
        }

        parameters {
          parameter_name  = "BufferSizeInMBs"
          parameter_value = tostring(var.firehose.processing_buffer_mb)
        }

        parameters {
          parameter_name  = "BufferIntervalInSeconds"
          parameter_value = tostring(var.firehose.processing_buffer_seconds)
        }
      }
    }
  }

  tags = {
    Name = each.value.name
  }

  depends_on = [aws_iam_role_policy.this]
}

# --- Delivery errors

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.paths

  name              = "/aws/kinesisfirehose/${each.value.name}"
  retention_in_days = var.firehose.log_retention_days
  kms_key_id        = var.kms_key_arns.logs

  tags = {
    Name = "/aws/kinesisfirehose/${each.value.name}"
  }
}

resource "aws_cloudwatch_log_stream" "this" {
  for_each = aws_cloudwatch_log_group.this

  name           = "delivery"
  log_group_name = each.value.name
}
