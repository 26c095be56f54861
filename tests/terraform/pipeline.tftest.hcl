# What must hold whatever an environment says, judged on mocked plans in seconds. Values come from
# the rendered tree's own terraform.tfvars.json; a run states only what other modules would hand in.

mock_provider "aws" {
  override_during = plan

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:mocked" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mocked" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/mocked" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::mocked" }
  }
}

# --- Every path is pseudonymized

run "root" {
  command = plan

  assert {
    condition     = keys(output.delivery_streams) == keys(output.functions)
    error_message = "Every function has a delivery stream."
  }

  assert {
    condition     = toset(keys(output.streams)) == toset(concat(keys(output.functions), ["raw_good"]))
    error_message = "Every stream but the enrichers' source is delivered."
  }

  assert {
    condition     = output.salt_secret == "${var.environment.prefix}-salt"
    error_message = "Whoever rotates finds the keyring by its name."
  }
}

run "firehose" {
  command = plan

  module {
    source = "./modules/firehose"
  }

  variables {
    prefixes = {
      enriched_good = "output/"
      enriched_bad  = "enriched-bad/"
      raw_bad       = "raw-bad/"
      errors        = "errors/"
    }

    bucket = { arn = "arn:aws:s3:::events" }

    streams = {
      raw_good      = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/raw-good" }
      raw_bad       = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/raw-bad" }
      enriched_good = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/enriched-good" }
      enriched_bad  = { arn = "arn:aws:kinesis:us-east-1:123456789012:stream/enriched-bad" }
    }

    functions = {
      enriched_good = { qualified_arn = "arn:aws:lambda:us-east-1:123456789012:function:enriched-good:live" }
      enriched_bad  = { qualified_arn = "arn:aws:lambda:us-east-1:123456789012:function:enriched-bad:live" }
      raw_bad       = { qualified_arn = "arn:aws:lambda:us-east-1:123456789012:function:raw-bad:live" }
    }

    kms_key_arns = {
      streams = "arn:aws:kms:us-east-1:123456789012:key/streams"
      bucket  = "arn:aws:kms:us-east-1:123456789012:key/bucket"
      logs    = "arn:aws:kms:us-east-1:123456789012:key/logs"
    }
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_firehose_delivery_stream.this :
      stream.kinesis_source_configuration[0].kinesis_stream_arn == var.streams[path].arn
    ])
    error_message = "Every delivery stream reads the stream of its path."
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_firehose_delivery_stream.this :
      stream.extended_s3_configuration[0].processing_configuration[0].enabled
    ])
    error_message = "Processing is on for every delivery stream."
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_firehose_delivery_stream.this : [
        for parameter in stream.extended_s3_configuration[0].processing_configuration[0].processors[0].parameters :
        parameter.parameter_value if parameter.parameter_name == "LambdaArn"
      ] == [var.functions[path].qualified_arn]
    ])
    error_message = "Every delivery stream goes through the live function of its path."
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_firehose_delivery_stream.this :
      stream.extended_s3_configuration[0].s3_backup_mode == "Disabled"
    ])
    error_message = "No source is backed up: a backup would be a copy in clear."
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_firehose_delivery_stream.this :
      startswith(stream.extended_s3_configuration[0].prefix, "${var.prefixes[path]}!{timestamp:yyyy}/")
    ])
    error_message = "Objects lie below their path's prefix, by year."
  }

  assert {
    condition = alltrue(flatten([
      for path, stream in aws_kinesis_firehose_delivery_stream.this : [
        for loaded, prefix in var.prefixes :
        startswith(stream.extended_s3_configuration[0].error_output_prefix, prefix) == (loaded == "errors")
      ]
    ]))
    error_message = "Untransformed records lie below the error prefix and below no loaded one."
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_firehose_delivery_stream.this :
      stream.extended_s3_configuration[0].kms_key_arn == var.kms_key_arns.bucket
      && stream.extended_s3_configuration[0].compression_format == "GZIP"
    ])
    error_message = "Objects are compressed, and encrypted with the bucket's key."
  }

  assert {
    condition = alltrue([
      for path, group in aws_cloudwatch_log_group.this :
      group.retention_in_days == var.firehose.log_retention_days && group.kms_key_id == var.kms_key_arns.logs
    ])
    error_message = "Delivery errors are encrypted and expire."
  }

  assert {
    condition = alltrue(flatten([
      for path, policy in aws_iam_role_policy.this : [
        for statement in jsondecode(policy.policy).Statement :
        statement.Resource == var.streams[path].arn if statement.Sid == "ReadStream"
      ]
    ]))
    error_message = "A delivery stream's role reads no stream but its own."
  }

  assert {
    condition = alltrue([
      for path, role in aws_iam_role.this :
      jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["sts:ExternalId"] == var.aws.account_id
    ])
    error_message = "Firehose assumes its roles for this account only."
  }
}

# --- Functions know where the keyring is, and nothing secret

run "lambda" {
  command = plan

  module {
    source = "./modules/lambda"
  }

  variables {
    logs_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/logs"

    salt = {
      secret_arn    = "arn:aws:secretsmanager:us-east-1:123456789012:secret:salt-AbCdEf"
      kms_key_arn   = "arn:aws:kms:us-east-1:123456789012:key/salt"
      cache_seconds = 300
    }
  }

  assert {
    condition = alltrue([
      for path, function in local.functions :
      toset(keys(function.environment)) == toset(["EVENT_KIND", "SALT_CACHE_SECONDS", "SALT_SECRET_ID"])
    ])
    error_message = "A function's environment says what it does and where the keyring is, no more."
  }

  assert {
    condition = alltrue([
      for path, stack in aws_cloudformation_stack.function :
      jsondecode(stack.template_body).Resources.Function.Properties.Environment.Variables == local.functions[path].environment
    ])
    error_message = "What is deployed is what is judged here."
  }

  assert {
    condition = alltrue([
      for path, stack in aws_cloudformation_stack.function : contains(
        keys(jsondecode(stack.template_body).Resources),
        "Version${substr(sha256(jsonencode({
          for name, value in jsondecode(stack.template_body).Resources.Function.Properties :
          name => value if !contains(["ReservedConcurrentExecutions", "Tags"], name)
        })), 0, 12)}"
      )
    ])
    error_message = "A version is named by the digest of what it freezes: any such change publishes a new one, no other does."
  }

  assert {
    condition = alltrue([
      for path, stack in aws_cloudformation_stack.function :
      jsondecode(stack.template_body).Resources.Function.Properties.Code.S3Key == var.artifact.key
    ])
    error_message = "The code is the artifact's."
  }

  assert {
    condition     = local.functions["enriched_good"].environment.EVENT_KIND == "enriched"
    error_message = "Enriched events are read as such."
  }

  assert {
    condition = alltrue([
      for path in ["enriched_bad", "raw_bad"] : local.functions[path].environment.EVENT_KIND == "bad"
    ])
    error_message = "Failed events are read as such."
  }

  assert {
    condition = alltrue([
      for path, group in aws_cloudwatch_log_group.function :
      group.retention_in_days == var.lambda.log_retention_days && group.kms_key_id == var.logs_kms_key_arn
    ])
    error_message = "The functions' logs are encrypted and expire."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement :
      statement.Resource == var.salt.secret_arn if strcontains(jsonencode(statement.Action), "secretsmanager:")
    ])
    error_message = "The functions read the keyring and no other secret."
  }
}

# --- The bucket

run "storage" {
  command = plan

  module {
    source = "./modules/storage"
  }

  variables {
    writer_role_arns = ["arn:aws:iam::123456789012:role/writer"]

    storage = {
      bucket = "events"
      prefixes = {
        enriched_good = "output/"
        enriched_bad  = "enriched-bad/"
        raw_bad       = "raw-bad/"
        errors        = "errors/"
      }
      retention_days       = 400
      error_retention_days = 14
      noncurrent_days      = 7
      log_retention_days   = 90
      analyst_role_arns    = ["arn:aws:iam::123456789012:role/analyst", "arn:aws:iam::123456789012:role/both"]
      operator_role_arns   = ["arn:aws:iam::123456789012:role/operator", "arn:aws:iam::123456789012:role/both"]
      force_destroy        = false
    }
  }

  assert {
    condition = alltrue([
      for block in [aws_s3_bucket_public_access_block.events, aws_s3_bucket_public_access_block.logs] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "Nothing in either bucket is ever public."
  }

  assert {
    condition = (
      aws_s3_bucket.events.versioning[0].enabled
      && one(aws_s3_bucket.events.server_side_encryption_configuration[0].rule).bucket_key_enabled
      && one(one(aws_s3_bucket.events.server_side_encryption_configuration[0].rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
    )
    error_message = "The bucket keeps versions and is encrypted with its own key."
  }

  assert {
    condition = {
      for rule in aws_s3_bucket.events.lifecycle_rule : rule.prefix => one(rule.expiration).days if rule.prefix != null && rule.prefix != ""
    } == { "output/" = 400, "enriched-bad/" = 400, "raw-bad/" = 400, "errors/" = 14 }
    error_message = "Every prefix expires, errors soonest."
  }

  assert {
    condition = alltrue([
      for policy in [aws_s3_bucket_policy.events.policy, aws_s3_bucket_policy.logs.policy] : anytrue([
        for statement in jsondecode(policy).Statement :
        statement.Effect == "Deny" && try(statement.Condition.Bool["aws:SecureTransport"], "") == "false"
      ])
    ])
    error_message = "Neither bucket answers without TLS."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_s3_bucket_policy.events.policy).Statement :
      [statement.Effect, statement.Principal.AWS, statement.Resource, toset(statement.Condition.ArnNotEquals["aws:PrincipalArn"])]
      if statement.Sid == "DenyErrorsToAllButOperators"
      ] == [[
        "Deny", "*", "arn:aws:s3:::events/errors/*", toset([
          "arn:aws:iam::123456789012:role/operator",
          "arn:aws:iam::123456789012:role/writer",
          "arn:aws:iam::123456789012:root",
        ])
    ]]
    error_message = "Operators, writers and the root user alone read the error prefix, an analyst never."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_s3_bucket_policy.events.policy).Statement :
      !strcontains(jsonencode(statement), "errors/") if strcontains(statement.Sid, "Analysts")
    ])
    error_message = "Analysts are granted loaded prefixes only."
  }
}

# --- Streams

run "streams" {
  command = plan

  module {
    source = "./modules/streams"
  }

  variables {
    writer_role_arns = ["arn:aws:iam::123456789012:role/writer"]
    reader_role_arns = ["arn:aws:iam::123456789012:role/reader"]
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_stream.this :
      stream.encryption_type == "KMS" && stream.kms_key_id == module.key.arn
    ])
    error_message = "Every stream is encrypted with the streams' key."
  }

  assert {
    condition = alltrue([
      for path, stream in aws_kinesis_stream.this : stream.retention_period == var.streams[path].retention_hours
    ])
    error_message = "Records are kept as long as the environment says."
  }

  assert {
    condition = alltrue([
      for path in ["raw_bad", "enriched_good", "enriched_bad"] : aws_kinesis_stream.this[path].retention_period >= 24
    ])
    error_message = "Firehose can retry S3 for a day at least."
  }
}

# --- Keys and the keyring

run "key" {
  command = plan

  module {
    source = "./modules/key"
  }

  variables {
    name        = "key"
    description = "A key"
    account_id  = "123456789012"
    statements  = []
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "Keys rotate."
  }

  assert {
    condition = alltrue([
      for action in flatten([for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Action]) :
      !can(regex("[*]|Encrypt|Decrypt|GenerateDataKey|CreateGrant", action))
    ])
    error_message = "The account administrates a key and uses it for nothing."
  }
}

run "salt" {
  command = plan

  module {
    source = "./modules/salt"
  }

  variables {
    reader_role_arns = ["arn:aws:iam::123456789012:role/reader"]

    salt = {
      operator_role_arns   = ["arn:aws:iam::123456789012:role/operator"]
      cache_seconds        = 300
      recovery_window_days = 30
    }
  }

  assert {
    condition     = aws_secretsmanager_secret.this.kms_key_id == module.key.arn
    error_message = "The keyring is encrypted with its own key."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_secretsmanager_secret_policy.this.policy).Statement :
      statement.Sid => toset(statement.Condition.ArnNotEquals["aws:PrincipalArn"])
      if statement.Effect == "Deny" && can(statement.Condition.ArnNotEquals)
      } == {
      DenyReadingToAllButUsers = toset([
        "arn:aws:iam::123456789012:role/operator",
        "arn:aws:iam::123456789012:role/reader",
      ])
      DenyWritingToAllButOperators = toset([
        "arn:aws:iam::123456789012:role/operator",
        "arn:aws:iam::123456789012:root",
      ])
    }
    error_message = "Readers and operators alone read the keyring; operators alone write it."
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_secretsmanager_secret_policy.this.policy).Statement :
      statement.Effect == "Deny" && statement.Action == "secretsmanager:GetSecretValue" &&
      can(statement.Condition.StringNotEquals["secretsmanager:VersionStage"])
    ])
    error_message = "Nobody reads a version without a label: it may hold a retired salt."
  }
}
