resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name    = each.value.name
  description      = "Pseudonymizes ${each.key} records for Firehose"
  role             = aws_iam_role.this.arn
  handler          = "runtime.handler.handle"
  runtime          = "python${var.lambda.python_version}"
  architectures    = [var.lambda.architecture]
  s3_bucket        = var.artifact.bucket
  s3_key           = var.artifact.key
  source_code_hash = var.artifact.sha256_base64
  memory_size      = var.lambda.memory_mb
  timeout          = var.lambda.timeout_seconds
  publish          = true

  reserved_concurrent_executions = coalesce(var.lambda.reserved_concurrency[each.key], -1)

  environment {
    variables = each.value.environment
  }

  tracing_config {
    mode = var.lambda.tracing ? "Active" : "PassThrough"
  }

  tags = each.value.tags

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.this]
}

# Firehose invokes under its own role, so no resource policy opens a function to a service.
resource "aws_lambda_alias" "live" {
  for_each = aws_lambda_function.this

  name             = "live"
  description      = "What Firehose invokes"
  function_name    = each.value.function_name
  function_version = each.value.version
}

locals {
  qualified_arns = { for path, alias in aws_lambda_alias.live : path => alias.arn }
}
