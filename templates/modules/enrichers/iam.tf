locals {
  via_kinesis = { StringEquals = { "kms:ViaService" = "kinesis.${var.aws.region}.amazonaws.com" } }
  tables      = "arn:aws:dynamodb:${var.aws.region}:${var.aws.account_id}:table"

  task_statements = concat(
    local.stream_statements,
    [local.lease_statement],
    [for statement in [local.metric_statement] : statement if local.release < 6],
    [for statement in [local.worker_statement] : statement if local.release >= 6],
    [for statement in [local.asset_statement] : statement if length(var.enrichers.asset_buckets) > 0],
  )

  stream_statements = [
    {
      Sid    = "ReadRawEvents"
      Effect = "Allow"
      Action = [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
      ]
      Resource = [var.streams.raw_good.arn]
    },
    {
      Sid    = "WriteEnrichedEvents"
      Effect = "Allow"
      Action = [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:ListShards",
        "kinesis:PutRecord",
        "kinesis:PutRecords",
      ]
      Resource = [var.streams.enriched_good.arn, var.streams.enriched_bad.arn]
    },
    {
      Sid       = "DecryptAndEncryptEvents"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = [var.streams_kms_key_arn]
      Condition = local.via_kinesis
    },
  ]

  lease_statement = {
    Sid    = "KeepLeases"
    Effect = "Allow"
    Action = [
      "dynamodb:BatchWriteItem",
      "dynamodb:DeleteItem",
      "dynamodb:DescribeTable",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Scan",
      "dynamodb:UpdateItem",
    ]
    Resource = [aws_dynamodb_table.leases.arn]
  }

  # The Kinesis Client Library's own metrics; releases from 6.0.0 on send none.
  metric_statement = {
    Sid       = "SendMetrics"
    Effect    = "Allow"
    Action    = ["cloudwatch:PutMetricData"]
    Resource  = "*" # the action knows no resource
    Condition = { StringEquals = { "cloudwatch:namespace" = local.name } }
  }

  # Version 3 of the Kinesis Client Library, which releases from 6.0.0 on may hold, makes an index
  # on the lease table and two tables beside it (Kinesis developer guide, "IAM permissions required
  # for KCL consumer applications").
  worker_statement = {
    Sid    = "KeepWorkerState"
    Effect = "Allow"
    Action = [
      "dynamodb:CreateTable",
      "dynamodb:DeleteItem",
      "dynamodb:DescribeTable",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "dynamodb:UpdateItem",
      "dynamodb:UpdateTable",
    ]
    Resource = [
      "${local.tables}/${local.name}",
      "${local.tables}/${local.name}/index/*",
      "${local.tables}/${local.name}-*",
    ]
  }

  asset_statement = {
    Sid      = "ReadAssets"
    Effect   = "Allow"
    Action   = ["s3:GetObject"]
    Resource = [for bucket in var.enrichers.asset_buckets : "arn:aws:s3:::${bucket}/*"]
  }
}
