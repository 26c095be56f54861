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

  network             = { vpc_id = "vpc-1", public_subnet_ids = ["subnet-1", "subnet-2"], private_subnet_ids = ["subnet-3", "subnet-4"] }
  streams_kms_key_arn = "arn:aws:kms:us-east-2:111111111111:key/streams"
  logs_kms_key_arn    = "arn:aws:kms:us-east-2:111111111111:key/logs"
  delivery_streams    = {}

  streams = {
    raw_good      = { name = "raw-good", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/raw-good" }
    raw_bad       = { name = "raw-bad", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/raw-bad" }
    enriched_good = { name = "enriched-good", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/enriched-good" }
    enriched_bad  = { name = "enriched-bad", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/enriched-bad" }
  }

  enrichers = {
    release_line               = "apache"
    accept_limited_use_license = false
    version                    = "3.9.0"
    image_repository           = "snowplow/enrich"
    image_digest               = null
    cpu                        = 1024
    memory_mb                  = 2048
    min_tasks                  = 1
    max_tasks                  = 2
    target_cpu_percent         = 60
    log_retention_days         = 30
    initial_position           = "LATEST"
    max_iterator_age_seconds   = 300
    enrichments                = {}
    deletion_protection        = false
    asset_buckets              = []
    iglu                       = { cache_size = 1, cache_ttl_seconds = 1, repositories = [] }
  }
}

run "apache" {
  command = plan

  assert {
    condition     = contains([for statement in local.task_statements : statement.Sid], "SendMetrics") && !contains([for statement in local.task_statements : statement.Sid], "KeepWorkerState")
    error_message = "A release before 6.0.0 sends metrics and keeps one table."
  }

  assert {
    condition     = !contains([for statement in local.task_statements : statement.Sid], "ReadAssets")
    error_message = "Without asset buckets nothing is read from S3."
  }
}

run "limited_use" {
  command = plan

  variables {
    enrichers = {
      release_line               = "limited-use"
      accept_limited_use_license = true
      version                    = "6.0.0"
      image_repository           = "snowplow/enrich"
      image_digest               = null
      cpu                        = 1024
      memory_mb                  = 2048
      min_tasks                  = 1
      max_tasks                  = 2
      target_cpu_percent         = 60
      log_retention_days         = 30
      initial_position           = "LATEST"
      max_iterator_age_seconds   = 300
      enrichments                = {}
      deletion_protection        = false
      asset_buckets              = ["assets"]
      iglu                       = { cache_size = 1, cache_ttl_seconds = 1, repositories = [] }
    }
  }

  assert {
    condition     = !contains([for statement in local.task_statements : statement.Sid], "SendMetrics") && contains([for statement in local.task_statements : statement.Sid], "KeepWorkerState")
    error_message = "A release from 6.0.0 on sends no metrics and may keep more tables."
  }

  assert {
    condition     = [for statement in local.task_statements : statement.Resource if statement.Sid == "ReadAssets"] == [["arn:aws:s3:::assets/*"]]
    error_message = "Assets are read from the buckets that are named."
  }
}
