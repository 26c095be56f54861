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

  writer_role_arns = ["arn:aws:iam::111111111111:role/writer"]

  storage = {
    bucket               = "events"
    prefixes             = { enriched_good = "output/", enriched_bad = "enriched-bad/", raw_bad = "raw-bad/", errors = "errors/" }
    retention_days       = 400
    error_retention_days = 14
    noncurrent_days      = 7
    log_retention_days   = 90
    analyst_role_arns    = []
    operator_role_arns   = []
    force_destroy        = false
  }
}

run "no_readers" {
  command = plan

  assert {
    condition     = toset([for statement in jsondecode(aws_s3_bucket_policy.events.policy).Statement : statement.Effect]) == toset(["Deny"])
    error_message = "Without readers the policy allows nobody anything."
  }
}

run "an_operator_who_is_an_analyst" {
  command = plan

  variables {
    storage = {
      bucket               = "events"
      prefixes             = { enriched_good = "output/", enriched_bad = "enriched-bad/", raw_bad = "raw-bad/", errors = "errors/" }
      retention_days       = 1
      error_retention_days = 1
      noncurrent_days      = 1
      log_retention_days   = 1
      analyst_role_arns    = ["arn:aws:iam::111111111111:role/both"]
      operator_role_arns   = ["arn:aws:iam::111111111111:role/both", "arn:aws:iam::111111111111:role/operator"]
      force_destroy        = true
    }
  }

  assert {
    condition     = !contains([for statement in jsondecode(aws_s3_bucket_policy.events.policy).Statement : statement.Condition.ArnNotEquals["aws:PrincipalArn"] if statement.Sid == "DenyErrorsToAllButOperators"][0], "arn:aws:iam::111111111111:role/both")
    error_message = "An analyst never reads the error prefix, whatever list names him as well."
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_s3_bucket_policy.events.policy).Statement : statement.Condition.ArnNotEquals["aws:PrincipalArn"] if statement.Sid == "DenyErrorsToAllButOperators"][0], "arn:aws:iam::111111111111:role/operator")
    error_message = "An operator reads the error prefix."
  }
}
