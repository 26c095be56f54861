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

  name        = "snowplow-test-key"
  description = "A key"
  account_id  = "111111111111"
  statements  = []
}

run "nobody" {
  command = plan

  assert {
    condition     = [for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid] == ["AllowAdministration"]
    error_message = "Without users there are administrators alone."
  }

  assert {
    condition     = length(setintersection(toset(jsondecode(aws_kms_key.this.policy).Statement[0].Action), toset(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"]))) == 0
    error_message = "Administrators do not use the key."
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "The key rotates."
  }
}

run "users" {
  command = plan

  variables {
    statements = [{ Sid = "AllowOne", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111111111111:role/one" }, Action = "kms:Decrypt", Resource = "*" }]
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[1].Principal.AWS == "arn:aws:iam::111111111111:role/one"
    error_message = "Users are allowed beside the administrators."
  }
}
