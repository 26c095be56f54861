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

  reader_role_arns  = ["arn:aws:iam::111111111111:role/reader"]
  rotator_role_arns = []

  salt = {
    operator_role_arns   = []
    recovery_window_days = 30
  }
}

run "nobody_rotates" {
  command = plan

  assert {
    condition     = !contains([for statement in jsondecode(aws_secretsmanager_secret_policy.this.policy).Statement : statement.Sid], "AllowOperators")
    error_message = "Without operators nobody is allowed to write."
  }

  assert {
    condition     = toset([for statement in jsondecode(aws_secretsmanager_secret_policy.this.policy).Statement : statement.Condition.ArnNotEquals["aws:PrincipalArn"] if statement.Sid == "DenyReadingToAllButUsers"][0]) == toset(["arn:aws:iam::111111111111:role/reader"])
    error_message = "Nobody but the reader reads."
  }
}

run "operators_rotate" {
  command = plan

  variables {
    salt = {
      operator_role_arns   = ["arn:aws:iam::111111111111:role/operator"]
      recovery_window_days = 0
    }
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_secretsmanager_secret_policy.this.policy).Statement : statement.Sid], "AllowOperators")
    error_message = "Operators are allowed to rotate."
  }

  assert {
    condition     = aws_secretsmanager_secret.this.recovery_window_in_days == 0
    error_message = "A window of zero deletes at once."
  }
}
