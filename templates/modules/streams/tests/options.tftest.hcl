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
  reader_role_arns = ["arn:aws:iam::111111111111:role/reader"]

  streams = {
    mode          = "provisioned"
    raw_good      = { shards = 8, retention_hours = 48 }
    raw_bad       = { shards = 1, retention_hours = 168 }
    enriched_good = { shards = 8, retention_hours = 168 }
    enriched_bad  = { shards = 2, retention_hours = 168 }
  }
}

run "provisioned" {
  command = plan

  assert {
    condition     = { for path, stream in aws_kinesis_stream.this : path => stream.shard_count } == { for path in keys(output.streams) : path => var.streams[path].shards }
    error_message = "Every stream has its own shards."
  }

  assert {
    condition     = alltrue([for stream in aws_kinesis_stream.this : stream.encryption_type == "KMS"])
    error_message = "Every stream is encrypted."
  }
}

run "on_demand" {
  command = plan

  variables {
    streams = {
      mode          = "on-demand"
      raw_good      = { shards = 8, retention_hours = 24 }
      raw_bad       = { shards = null, retention_hours = 8760 }
      enriched_good = { shards = null, retention_hours = 24 }
      enriched_bad  = { shards = null, retention_hours = 24 }
    }
  }

  assert {
    condition     = alltrue([for stream in aws_kinesis_stream.this : stream.stream_mode_details[0].stream_mode == "ON_DEMAND"])
    error_message = "Every stream is on-demand, also one that names shards."
  }
}
