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
  salt             = { secret_arn = "arn:aws:secretsmanager:us-east-2:111111111111:secret:salt", kms_key_arn = "arn:aws:kms:us-east-2:111111111111:key/salt", cache_seconds = 300, rotation_days = 30 }
  lambda           = { python_version = "3.13", architecture = "arm64", log_retention_days = 30 }
}

run "rotation" {
  command = plan

  assert {
    condition     = aws_secretsmanager_secret_rotation.this.rotate_immediately == false
    error_message = "The first rotation waits for its day."
  }

  assert {
    condition     = aws_secretsmanager_secret_rotation.this.rotation_rules[0].automatically_after_days == 30
    error_message = "The secret is rotated when the environment says."
  }

  assert {
    condition     = aws_lambda_permission.secrets_manager.source_arn == var.salt.secret_arn && aws_lambda_permission.secrets_manager.source_account == "111111111111"
    error_message = "Nothing but this secret starts the function."
  }
}
