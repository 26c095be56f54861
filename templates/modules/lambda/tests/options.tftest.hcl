mock_provider "aws" {
  override_during = plan

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-2:111111111111:log-group:mocked" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:us-east-2:111111111111:table/mocked" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-2:111111111111:key/mocked" }
  }
}

variables {
  environment = { name = "test", project = "snowplow", prefix = "snowplow-test" }
  aws         = { region = "us-east-2", account_id = "111111111111" }

  logs_kms_key_arn = "arn:aws:kms:us-east-2:111111111111:key/logs"
  artifact         = { bucket = "artifacts", key = "one.zip", sha256 = "0", sha256_base64 = "A", commit = "0" }
  salt             = { secret_arn = "arn:aws:secretsmanager:us-east-2:111111111111:secret:salt", kms_key_arn = "arn:aws:kms:us-east-2:111111111111:key/salt", cache_seconds = 300 }

  lambda = {
    python_version       = "3.13"
    architecture         = "arm64"
    memory_mb            = 1024
    timeout_seconds      = 120
    log_retention_days   = 30
    tracing              = true
    reserved_concurrency = { enriched_good = 40, enriched_bad = null, raw_bad = 1 }
  }
}

run "traced" {
  command = plan

  assert {
    condition     = { for path, function in aws_lambda_function.this : path => function.reserved_concurrent_executions } == { enriched_good = 40, enriched_bad = -1, raw_bad = 1 }
    error_message = "A path without a reservation is unreserved, not stopped."
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid], "WriteTraces")
    error_message = "A traced function may write traces."
  }
}

run "untraced" {
  command = plan

  variables {
    lambda = {
      python_version       = "3.12"
      architecture         = "x86_64"
      memory_mb            = 256
      timeout_seconds      = 300
      log_retention_days   = 30
      tracing              = false
      reserved_concurrency = { enriched_good = null, enriched_bad = null, raw_bad = null }
    }
  }

  assert {
    condition     = !contains([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid], "WriteTraces")
    error_message = "An untraced function may not write traces."
  }

  assert {
    condition     = alltrue([for function in aws_lambda_function.this : function.tracing_config[0].mode == "PassThrough"])
    error_message = "No function is traced."
  }
}
