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

  prefixes     = { enriched_good = "output/", enriched_bad = "enriched-bad/", raw_bad = "raw-bad/", errors = "errors/" }
  bucket       = { arn = "arn:aws:s3:::events" }
  kms_key_arns = { streams = "arn:aws:kms:us-east-2:111111111111:key/streams", bucket = "arn:aws:kms:us-east-2:111111111111:key/bucket", logs = "arn:aws:kms:us-east-2:111111111111:key/logs" }
  streams      = { enriched_good = { arn = "arn:aws:kinesis:us-east-2:111111111111:stream/good" }, raw_bad = { arn = "arn:aws:kinesis:us-east-2:111111111111:stream/bad" } }
  functions    = { enriched_good = { qualified_arn = "arn:aws:lambda:us-east-2:111111111111:function:good:live" }, raw_bad = { qualified_arn = "arn:aws:lambda:us-east-2:111111111111:function:bad:live" } }

  firehose = {
    buffer_mb                 = 128
    buffer_seconds            = 900
    processing_buffer_mb      = 0.2
    processing_buffer_seconds = 1
    log_retention_days        = 30
  }
}

run "largest_buffers" {
  command = plan

  assert {
    condition     = keys(aws_kinesis_firehose_delivery_stream.this) == ["enriched_good", "raw_bad"]
    error_message = "There is a delivery stream for each function, and no other."
  }

  assert {
    condition = alltrue([
      for stream in aws_kinesis_firehose_delivery_stream.this :
      { for parameter in stream.extended_s3_configuration[0].processing_configuration[0].processors[0].parameters : parameter.parameter_name => parameter.parameter_value if parameter.parameter_name != "LambdaArn" }
      == { BufferSizeInMBs = "0.2", BufferIntervalInSeconds = "1" }
    ])
    error_message = "The function's buffer is what the environment says, in both parameters."
  }

  assert {
    condition     = alltrue([for path, role in aws_iam_role_policy.this : !strcontains(role.policy, path == "raw_bad" ? "output/" : "raw-bad/")])
    error_message = "A path's role does not write another path's prefix."
  }
}
